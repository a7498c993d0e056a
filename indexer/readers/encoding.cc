/// Finding out the encoding of a file and leaving it behind.
#include "readers/encoding.h"

#include "readers/characters.h"
#include "readers/fields.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

namespace kwic {
namespace {

constexpr std::size_t binary_sample = std::size_t{8} << 10U;
constexpr std::size_t detector_sample = std::size_t{64} << 10U;
constexpr std::int32_t least_confidence =
    25;  ///< of 100; ICU gives a page of French in windows-1252 some 40 to 70

struct Mark {
  std::string_view bytes;
  const char* encoding;
};

/// UTF-32 before UTF-16: the mark of UTF-16LE begins that of UTF-32LE.
constexpr std::array<Mark, 5> marks = {{{{"\xEF\xBB\xBF", 3}, "UTF-8"},
                                        {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                        {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                        {{"\xFF\xFE", 2}, "UTF-16LE"},
                                        {{"\xFE\xFF", 2}, "UTF-16BE"}}};

const Mark* mark_of(std::string_view bytes) {
  const auto* const found =
      std::ranges::find_if(marks, [&](const Mark& m) { return bytes.starts_with(m.bytes); });
  return found == marks.end() ? nullptr : found;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const bool usual = (byte >= '\b' && byte <= '\r') || byte == 0x1B;
  return (byte < 0x20 && !usual) || byte == 0x7F;
}

Decoded binary() {
  return {.text = {}, .remark = "binary file"};
}

/// Eight bytes at a time while they are ASCII: most are.
std::size_t ascii_prefix(const char* data, std::size_t size) {
  std::size_t done = 0;
  for (std::uint64_t word = 0; done + sizeof word <= size; done += sizeof word) {
    std::memcpy(&word, data + done, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  return done;
}

/// Nothing where the encoding is unknown to ICU or the bytes are not in it.
std::optional<std::string> convert(std::string_view bytes, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(encoding, &status), &ucnv_close);
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("UTF-8", &status), &ucnv_close);
  if (U_FAILURE(status)) return {};
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::string text;
  std::array<char, 32768> piece{};
  std::array<UChar, 16384> pivot{};
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  const char* source = bytes.data();
  bool reset = true;
  do {
    status = U_ZERO_ERROR;
    char* target = piece.data();
    ucnv_convertEx(to.get(), from.get(), &target, piece.data() + piece.size(), &source,
                   bytes.data() + bytes.size(), pivot.data(), &pivot_source, &pivot_target,
                   pivot.data() + pivot.size(), static_cast<UBool>(reset), 1, &status);
    text.append(piece.data(), static_cast<std::size_t>(target - piece.data()));
    reset = false;
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(status)) return {};
  return text;
}

/// As browsers do: what calls itself Latin-1 or ASCII is windows-1252, which has the quotes and dashes too.
std::string usual_name(std::string_view name) {
  std::string lower = ascii_lower(name);
  if (lower == "iso-8859-1" || lower == "latin1" || lower == "us-ascii") return "windows-1252";
  return lower;
}

/// C1 control characters are in no text: an encoding that yields them is not the right one.
bool has_c1_controls(std::string_view text) {
  for (auto at = text.find('\xC2'); at != std::string_view::npos; at = text.find('\xC2', at + 1))
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0 && text[at + 1] != '\x85')
      return true;
  return false;
}

std::optional<Decoded> read_as(std::string_view bytes, const std::string& encoding) {
  auto text = convert(bytes, encoding.c_str());
  if (!text || text->find('\0') != std::string::npos || has_c1_controls(*text)) return {};
  if (text->starts_with(marks[0].bytes)) text->erase(0, marks[0].bytes.size());
  return Decoded{.text = std::move(text), .remark = "not UTF-8: read as " + encoding};
}

/// The detector's guesses, the most confident first.
std::vector<std::string> detected_encodings(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status),
                                                                            &ucsdet_close);
  if (U_FAILURE(status)) return {};
  const auto size = std::min(bytes.size(), detector_sample);
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(size), &status);
  std::int32_t count = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &status);
  std::vector<std::string> names;
  for (std::int32_t i = 0; U_SUCCESS(status) && i < count; ++i) {
    if (ucsdet_getConfidence(matches[i], &status) < least_confidence) break;
    names.push_back(usual_name(ucsdet_getName(matches[i], &status)));
  }
  return names;
}

Decoded read_marked(std::string_view bytes, const Mark& mark) {
  bytes.remove_prefix(mark.bytes.size());
  if (auto read = read_as(bytes, mark.encoding)) return *read;
  return binary();
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  const char* const data = bytes.data();
  const std::size_t size = bytes.size();
  for (std::size_t at = 0; at < size;) {
    at += ascii_prefix(data + at, size - at);
    // At least one character, so that a text without ASCII goes on as well.
    for (int step = 0; step < 8 && at < size; ++step) {
      if (next_character(bytes, at) < 0) return false;
    }
  }
  return true;
}

bool looks_binary(std::string_view bytes) {
  const auto* const mark = mark_of(bytes);
  if (mark != nullptr && mark != marks.data()) return false;
  bytes = bytes.substr(0, binary_sample);
  if (bytes.find('\0') != std::string_view::npos) return true;
  return static_cast<std::size_t>(std::ranges::count_if(bytes, is_control)) * 20 > bytes.size();
}

Decoded to_utf8(std::string bytes, const std::string& declared) {
  const auto* const mark = mark_of(bytes);
  if (mark != nullptr && mark != marks.data()) return read_marked(bytes, *mark);
  if (mark != nullptr) bytes.erase(0, mark->bytes.size());
  if (looks_binary(bytes) || bytes.find('\0') != std::string::npos) return binary();
  const std::string name = usual_name(declared);
  // ISO-2022 writes everything in ASCII's bytes, so that it is always valid UTF-8 too.
  const bool shifted = name.starts_with("iso-2022") && bytes.find('\x1B') != std::string::npos;
  if (!shifted && is_utf8(bytes)) return {.text = std::move(bytes), .remark = {}};
  if (!name.empty() && !name.starts_with("utf"))
    if (auto read = read_as(bytes, name)) return *read;
  for (const auto& guess : detected_encodings(bytes))
    if (auto read = read_as(bytes, guess)) return *read;
  return {.text = {}, .remark = "not UTF-8, and no other encoding recognized"};
}

}  // namespace kwic
