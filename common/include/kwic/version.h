#pragma once
/// Which kwic this is, and what it is built on.

#include <string>

namespace kwic {

/// One line such as "kwic 0.1.0 (Xapian 1.4.22, ICU 72.1, index format 1)".
[[nodiscard]] std::string version();

}  // namespace kwic
