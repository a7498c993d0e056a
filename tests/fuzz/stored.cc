// Any bytes in place of what an index holds, as damage or a stranger may put them there: they are read, or
// refused by an Error.
#include "fuzz/target.h"
#include "index/document_file.h"
#include "index/index_directory.h"
#include "index/index_settings.h"
#include "index/manifest.h"
#include "index/stored_article.h"
#include "index/word_signature.h"
#include "support/temporary_directory.h"
#include "text/hash.h"
#include "update/source_records.h"
#include "writer/build_journal.h"

#include <kwic/error.h>

#include <zstd.h>

#include <array>
#include <cstdint>
#include <string>

namespace kwic::fuzz {
namespace {

const test::TemporaryDirectory& place() {
  static const test::TemporaryDirectory place;
  return place;
}

/// The fuzzer cannot guess a sum, but who means harm can make one.
std::string with_sum(std::string_view line, char separator) {
  return std::string(line) + separator + hexadecimal(sum_of_text(line)) + '\n';
}

void read_manifest(std::string_view line) {
  (void)place().write("generation-1/manifest", with_sum(line, '\n'));
  (void)Manifest::load(place() / "generation-1");
}

void read_stub(std::string_view content) {
  (void)place().write("index/XAPIANDB", content);
  (void)IndexDirectory(place() / "index").current();
}

void read_signature(std::string_view stored) {
  static const std::vector<std::string> few{"oil"};
  static const std::vector<std::string> many{"oil", "gas", "iran", "oman", "talks", "prices"};
  const WordSignature signature(stored);
  for (const SoughtHashes& sought : {SoughtHashes::borders(), SoughtHashes(few), SoughtHashes(many)}) {
    PositionSet found;
    signature.find(sought, found);
    signature.for_each_hash([&](std::uint32_t position, std::uint32_t hash) {
      require(signature.hash_at(position) == hash, "a hash is where it stands");
      const bool is_found = found.first_of(position, position + 1) == position;
      require(is_found == sought.contain(hash, signature.is_wide()), "what is found is what is sought");
    });
    require(signature.has(sought) == !found.empty(), "it is there where it is found");
    bool has_unit = false;
    signature.for_each_unit([&](const WordSignature::Unit& unit) {
      require(unit.parts > 0 && unit.position + unit.parts <= signature.size(), "units cover positions");
      has_unit = has_unit || sought.contain(unit.hash, signature.is_wide());
    });
    require(signature.has_unit(sought) == has_unit, "units are found");
  }
  for (std::size_t i = 0; signature.is_wide() && i < signature.size();
       i += WordSignature::positions_in_cell) {
    (void)signature.text_offset(i / WordSignature::positions_in_cell);
  }
}

/// Of the kind that its first bytes say; signatures stand for articles, which differ by these only.
void read_document_table(std::string_view chunks) {
  if (chunks.starts_with("kwiclen1")) {
    std::array<std::uint32_t, 3> lengths{};
    DocumentTable(DocumentFileKind::lengths, chunks).read_lengths(2, lengths);
    return;
  }
  const DocumentTable table(DocumentFileKind::signatures, chunks);
  for (const Xapian::docid document : {0U, 1U, 2U, 3U, 0xFFFFFFFFU}) {
    const std::string_view stored = table.of(document);
    const bool is_inside =
        stored.empty() || (stored.data() >= chunks.data() && stored.size() <= chunks.size());
    require(is_inside, "what is stored of a document stands in the file");
  }
}

/// The fuzzer cannot guess a frame of zstd either.
std::string packed(std::string_view bytes) {
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  frame.resize(ZSTD_compress(frame.data(), frame.size(), bytes.data(), bytes.size(), 1));
  return frame;
}

/// No blocks, and a frame of the fields and the text.
void read_article(std::string_view bytes) {
  const Article article = ArticleUnpacker().unpack('\0' + packed(bytes));
  const Article again = ArticleUnpacker().unpack(ArticlePacker().pack(article));
  require(again.text == article.text && again.keywords.size() == article.keywords.size(),
          "an article is kept", article.text);
}

void read_records(const std::string& stored_record) {
  if (const auto file = restore_file(stored_record)) {
    (void)file->may_have_changed_unseen();
    require(restore_file(stored(*file))->path == file->path, "a record is kept", stored_record);
  }
  if (const auto source = restore_source(stored_record)) {
    require(restore_source(stored(*source)).has_value(), "a source is kept", stored_record);
  }
}

void read_journal(Input& input) {
  std::string lines = with_sum(input.line(), '\t');
  lines += with_sum(input.line(), '\t');
  lines += input.rest();
  (void)place().write("building/journal", lines);
  const BuildJournal journal(place() / "building");
  (void)journal.is_of("recipe");
  (void)journal.intact_groups();
  (void)journal.dictionary();
}

void read(Input input) {
  switch (input.choice(10)) {
    case 0:
      return read_manifest(input.line());
    case 1:
      return read_stub(input.rest());
    case 2:
      return (void)IndexSettings::restore(input.rest(), "index");
    case 3:
      return read_signature(input.rest());
    case 4:
      return read_article(input.rest());
    case 5:
      return read_records(std::string(input.rest()));
    case 6:
      return read_journal(input);
    case 7:
      return (void)ArticleUnpacker().unpack(input.rest());
    case 8:
      return read_document_table(input.rest());
    default:
      return (void)ArticleUnpacker(input.rest()).unpack('\0' + packed("text"));
  }
}

}  // namespace
}  // namespace kwic::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    kwic::fuzz::read({data, size});
  } catch (const kwic::Error& error) {
    kwic::fuzz::require_message(error.what());
  }
  return 0;
}
