#include "support/small_disk.h"

#include <boost/test/unit_test.hpp>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace kwic::test {

SmallDisk::SmallDisk(std::filesystem::path folder, unsigned kibibytes) : folder_(std::move(folder)) {
  std::filesystem::create_directories(folder_);
  const std::string size = "size=" + std::to_string(kibibytes) + 'k';
  mounted_ = ::mount("none", folder_.c_str(), "tmpfs", 0, size.c_str()) == 0;
  if (!mounted_) BOOST_TEST_MESSAGE("skipped: no file system can be mounted: " << std::strerror(errno));
}

void SmallDisk::unmount() {
  if (std::exchange(mounted_, false)) ::umount2(folder_.c_str(), MNT_DETACH);
}

}  // namespace kwic::test
