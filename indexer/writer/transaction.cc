#include "index/schema.h"
#include "text/visible.h"
#include "writer/generation.h"

#include <kwic/error.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace kwic {
namespace {

class Transaction : public Generation {
public:
  explicit Transaction(const IndexDirectory& directory)
      : generation_(directory.current().value()), database_(whole(generation_).string(), Xapian::DB_OPEN) {
    directory.remove_leftovers();
    languages_ =
        IndexSettings::restore(database_.get_metadata(schema::settings_key), directory.path().string())
            .languages;
    // Inside a transaction nothing is half written, not even when an exception destroys the database.
    database_.begin_transaction(true);
  }

  [[nodiscard]] std::optional<std::string> existing(const std::string& id_term) const override {
    const Xapian::PostingIterator found = database_.postlist_begin(id_term);
    if (found == database_.postlist_end(id_term)) return std::nullopt;
    return database_.get_document(*found).get_data();
  }

  void put(const std::string& id_term, const Xapian::Document& document, std::size_t) override {
    database_.replace_document(id_term, document);
  }

  std::size_t publish(const IndexSettings& settings, NewForms& forms) override {
    IndexSettings merged = settings;
    merged.languages.insert(languages_.begin(), languages_.end());
    forms.write_to(database_);
    database_.set_metadata(schema::settings_key, merged.stored());
    database_.commit_transaction();
    const std::size_t articles = database_.get_doccount();
    database_.close();
    // Xapian renames its root file, but leaves the directory unsynced.
    sync_to_disk(generation_);
    return articles;
  }

private:
  /// Xapian takes a missing table for an empty one and would go on.
  static const std::filesystem::path& whole(const std::filesystem::path& generation) {
    for (const char* const table : {"iamglass", "postlist.glass", "docdata.glass", "termlist.glass"}) {
      if (std::filesystem::exists(generation / table)) continue;
      throw Error(ErrorKind::corrupt, visible((generation / table).string()) +
                                          ": missing: the index is damaged; remove it and build it anew");
    }
    return generation;
  }

  std::filesystem::path generation_;
  Xapian::WritableDatabase database_;
  std::map<std::string, std::string> languages_;
};

}  // namespace

std::unique_ptr<Generation> make_transaction(const IndexDirectory& directory) {
  return std::make_unique<Transaction>(directory);
}

}  // namespace kwic
