#pragma once
/// Standard input as one text, however large.

#include <cstddef>
#include <string_view>

namespace kwic::program {

/// A file is mapped, and what comes through a pipe goes into a temporary file without a name first: the text
/// is paged in where it is read and takes no memory of the process's own. Throws Error (not_readable,
/// not_writable).
class InputText {
public:
  InputText();
  InputText(const InputText&) = delete;
  InputText& operator=(const InputText&) = delete;
  ~InputText();

  /// Valid as long as this object.
  [[nodiscard]] std::string_view text() const noexcept { return {start_, size_}; }

private:
  const char* start_ = "";
  std::size_t size_ = 0;
};

}  // namespace kwic::program
