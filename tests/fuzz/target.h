#pragma once
/// What every target has: inputs that are taken apart, and laws whose breach is a finding. A target defines
/// LLVMFuzzerTestOneInput; libFuzzer's main calls it, or the one of replay.cc.

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace kwic::fuzz {

/// An input, from its front to its end.
class Input {
public:
  Input(const std::uint8_t* data, std::size_t size) : bytes_(reinterpret_cast<const char*>(data), size) {}

  /// One of the numbers 0 to count - 1, which takes a byte: '0' stands for the first.
  [[nodiscard]] unsigned choice(unsigned count) {
    if (bytes_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(bytes_.front() - '0');
    bytes_.remove_prefix(1);
    return byte % count;
  }

  /// Up to the next line end, which is passed over.
  [[nodiscard]] std::string_view line() {
    const std::string_view line = bytes_.substr(0, bytes_.find('\n'));
    bytes_.remove_prefix(line.size() < bytes_.size() ? line.size() + 1 : line.size());
    return line;
  }

  [[nodiscard]] std::string_view rest() const { return bytes_; }

private:
  std::string_view bytes_;
};

/// Says which law does not hold, and ends the process.
void require(bool holds, std::string_view law, std::string_view about = {});

/// Well-formed UTF-8, and [start, end) are borders of its characters.
void require_range(std::string_view text, std::size_t start, std::size_t end);

/// One line that is safe for a terminal.
void require_message(std::string_view message);

}  // namespace kwic::fuzz
