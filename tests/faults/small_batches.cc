// small_batches INDEX SOURCE: as `indexer -q -i INDEX SOURCE`, but in batches so small that some hundred rows
// make what otherwise takes hundreds of megabytes: segments, groups in a journal, and merges of them.
#include "program/program.h"

#include <kwic/index_update.h>

int main(int count, char** arguments) {
  return kwic::program::run("indexer", [&] {
    if (count != 3) return kwic::program::failed;
    kwic::UpdateOptions options;
    options.sources = {arguments[2]};
    options.writer.batch_bytes = std::size_t{2} << 10U;
    kwic::IndexUpdate update(arguments[1], options);
    while (update.next()) {
    }
    (void)update.commit();
    return 0;
  });
}
