#include "index/index_directory.h"
#include "index/open_index.h"
#include "index/xapian_errors.h"
#include "writer/generation.h"

#include <kwic/index_upkeep.h>

namespace kwic {

void compact_index(const std::filesystem::path& index, std::chrono::milliseconds wait) {
  with_translated_errors(index.string(), [&] {
    (void)open_index(index);  // Says why, if there is none.
    const WriterLock lock(index, wait);
    const OpenIndex opened = open_index(index);
    BulkBuild build(IndexDirectory(index),
                    "compact " + opened.generation.string() + std::to_string(opened.database.get_revision()));
    (void)build.publish({});
  });
}

}  // namespace kwic
