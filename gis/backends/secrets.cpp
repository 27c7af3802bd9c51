#include "gis/backends/secrets.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace vigie::gis {

namespace {

constexpr std::string_view hidden = "•••";
constexpr std::size_t least_hidden = 4;  // shorter ones are words of any text

std::string percent_encoded(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '~') out += c;
        else out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

// The characters that stand for these bytes wherever they begin in a base64 text: those that share bits with neighbours are left out.
std::string base64_inside(std::string_view text, std::size_t before) {
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bits;
    for (const char c : text)
        for (int b = 7; b >= 0; --b) bits += static_cast<char>(static_cast<unsigned char>(c) >> b & 1);
    const std::size_t skipped = std::array{0u, 4u, 2u}[before % 3];  // bits until the next whole character
    std::string out;
    for (std::size_t i = skipped; i + 6 <= bits.size(); i += 6) {
        unsigned value = 0;
        for (std::size_t b = 0; b < 6; ++b) value = value << 1 | static_cast<unsigned>(bits[i + b]);
        out += digits[value];
    }
    return out;
}

} // namespace

Outcome SecretStore::unlock(const std::string&) {
    return Error{ErrorClass::unsupported, {"backends.secrets.no_file", {}}, {}, {}};
}

std::optional<std::string> MemorySecrets::find(const std::string& source, const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto it = values_.find({source, name});
    return it == values_.end() ? std::nullopt : std::optional(it->second);
}

Outcome MemorySecrets::keep(const std::string& source, const std::string& name, const std::string& value) {
    const std::lock_guard lock(mutex_);
    values_[{source, name}] = value;
    return Done{};
}

void MemorySecrets::forget(const std::string& source, const std::vector<std::string>& names) {
    const std::lock_guard lock(mutex_);
    for (const std::string& name : names) values_.erase({source, name});
}

void Redaction::add(const std::string& secret) {
    if (secret.size() < least_hidden) return;
    const std::lock_guard lock(mutex_);
    forms_.insert(secret);
    forms_.insert(percent_encoded(secret));
    for (std::size_t before = 0; before < 3; ++before)
        if (std::string inside = base64_inside(secret, before); inside.size() >= least_hidden) forms_.insert(std::move(inside));
}

std::string Redaction::operator()(std::string text) const {
    const std::lock_guard lock(mutex_);
    for (const std::string& form : forms_)
        for (std::size_t at = text.find(form); at != std::string::npos; at = text.find(form, at + hidden.size())) text.replace(at, form.size(), hidden);
    return text;
}

} // namespace vigie::gis
