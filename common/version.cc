#include "index/schema.h"

#include <kwic/version.h>

#include <unicode/uvernum.h>
#include <xapian.h>

namespace kwic {

std::string version() {
  return std::string("kwic ") + KWIC_VERSION + " (Xapian " + Xapian::version_string() + ", ICU " +
         U_ICU_VERSION + ", index format " + std::to_string(schema::format_version) + ")";
}

}  // namespace kwic
