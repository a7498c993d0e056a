#pragma once
/// A program that goes on running beside the test, which talks with it line by line.

#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kwic::test {

class Companion {
public:
  /// Throws std::runtime_error.
  explicit Companion(const std::vector<std::string>& arguments);
  /// Kills it if it still runs.
  ~Companion();
  Companion(const Companion&) = delete;
  Companion& operator=(const Companion&) = delete;

  [[nodiscard]] pid_t id() const { return id_; }
  void write_line(const std::string& line);
  /// Of its standard output; nothing at its end.
  [[nodiscard]] std::optional<std::string> read_line();
  /// What it has said on standard error so far.
  [[nodiscard]] std::string said() const;
  /// Ends its input, sends a signal if it is not 0, and waits.
  [[nodiscard]] Ran end(int signal = 0);

private:
  struct Close {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Close>;

  TemporaryDirectory files_;
  File to_;
  File from_;
  pid_t id_ = -1;
};

}  // namespace kwic::test
