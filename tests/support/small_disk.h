#pragma once
/// A disk that is soon full, or gone.

#include <filesystem>

namespace kwic::test {

/// A file system of its own in memory; nothing where that is not allowed, which the log tells.
class SmallDisk {
public:
  SmallDisk(std::filesystem::path folder, unsigned kibibytes);
  ~SmallDisk() { unmount(); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  [[nodiscard]] bool is_mounted() const { return mounted_; }
  void unmount();

private:
  std::filesystem::path folder_;
  bool mounted_ = false;
};

}  // namespace kwic::test
