// Errors as values. Nothing throws across a room: a fallible function returns Result<T>, a reader of foreign data
// returns what it could read together with Notices.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gis/model/text.hpp"

namespace vigie::gis {

enum class ErrorClass {
    input,        // what was given cannot be read or makes no sense
    config,       // a setting is wrong or missing
    auth,         // credentials refused
    network,      // not reachable
    remote,       // the other side failed
    protocol,     // the other side does not speak as specified
    limit,        // a stated bound was passed
    conflict,     // somebody else changed the same thing
    refused,      // a rule says no (the reason is the text)
    unsupported,  // cannot be done here
    storage,      // disk full, read-only, damaged
    internal      // our own mistake
};

struct Error {
    ErrorClass klass = ErrorClass::internal;
    Text text{};           // what happened, for a person
    Text remedy{};         // what to do; may be empty
    std::string detail{};  // for the log: never a secret, never shown by default
    std::vector<Text> reasons{};  // every reason, when there are several (a refused assignment)
};

enum class Severity { info, warning, error };

// Something a person should know about data that was read all the same.
struct Notice {
    Severity severity = Severity::info;
    std::string where{};  // file, layer or source name
    Text text{};
    Text remedy{};
    bool operator==(const Notice&) const = default;
};

// A value or an Error. Asserts on the wrong access; [[nodiscard]] so that no failure is dropped.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] T& value() & { assert(ok()); return std::get<0>(state_); }
    [[nodiscard]] const T& value() const& { assert(ok()); return std::get<0>(state_); }
    [[nodiscard]] T&& value() && { assert(ok()); return std::get<0>(std::move(state_)); }
    [[nodiscard]] const Error& error() const { assert(!ok()); return std::get<1>(state_); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }

private:
    std::variant<T, Error> state_;
};

// Success without a value.
struct Done {};
using Outcome = Result<Done>;

} // namespace vigie::gis
