// GDAL used politely: registered once, silent, one dataset handle per thread, its messages caught and handed over as values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vigie::gis {

// Registers drivers and sets options, once per process. Any thread.
void start_gdal();

// How many bytes of raster files GDAL keeps in memory, of all files together. Any thread.
void set_read_cache(std::int64_t bytes);

// While alive, GDAL's messages of this thread are collected instead of printed. Nests.
class GdalMessages {
public:
    GdalMessages();
    ~GdalMessages();
    GdalMessages(const GdalMessages&) = delete;
    GdalMessages& operator=(const GdalMessages&) = delete;

    struct Message {
        bool is_error = false;
        std::string text;
    };
    [[nodiscard]] const std::vector<Message>& all() const { return messages_; }
    [[nodiscard]] bool has_error() const;
    // First error (else first warning); empty when silent.
    [[nodiscard]] std::string first() const;
    [[nodiscard]] bool contains(const char* part) const;

private:
    std::vector<Message> messages_;
};

} // namespace vigie::gis
