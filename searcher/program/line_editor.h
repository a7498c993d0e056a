#pragma once
/// A line of input at a time, edited and remembered as in a shell.

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kwic::program {

/// Reads from the terminal that standard input is, by libedit; ~/.editrc is honoured. The history is kept in
/// `kwic/history` of the XDG state directory, one line each, readable by its owner only. One object a
/// process.
class LineEditor {
public:
  /// Tab goes on with a line that begins as one of `completions` does, as far as there is one way to go on,
  /// and else shows which there are.
  LineEditor(std::string prompt, std::vector<std::string> completions);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  /// The next line, without its end; nothing at the end of input (Ctrl-D). Ctrl-C drops what is typed and
  /// starts over.
  [[nodiscard]] std::optional<std::string> next();

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace kwic::program
