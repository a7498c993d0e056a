#pragma once
/// Many queries for one process: a file of lines.

#include <cstddef>
#include <fstream>
#include <istream>
#include <optional>
#include <string>

namespace kwic::program {

struct BatchQuery {
  std::string id;
  std::string text;
};

/// Reads lines `id<TAB>query`; a line without a tab is a query whose id is the number of the line, from 1.
/// Empty lines are passed over. A line is read only when it is asked for, so that another program can ask,
/// read the answer and ask again.
class Batch {
public:
  /// A file, or - for standard input. Throws Error (not_readable).
  explicit Batch(const std::string& name);

  /// Nothing after the last. Throws Error (not_readable).
  [[nodiscard]] std::optional<BatchQuery> next();

private:
  std::string name_;  ///< for messages
  std::ifstream file_;
  std::istream& in_;
  std::size_t line_ = 0;
};

}  // namespace kwic::program
