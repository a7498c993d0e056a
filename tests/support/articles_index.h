#pragma once
/// An index of articles that is gone with the object.

#include "support/temporary_directory.h"

#include <kwic/index_writer.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <vector>

namespace kwic::test {

class ArticlesIndex {
public:
  explicit ArticlesIndex(const std::vector<Article>& articles) { add(articles); }

  void add(const std::vector<Article>& articles) {
    IndexWriter writer(path());
    for (const Article& article : articles) BOOST_REQUIRE(!writer.add(article).has_value());
    (void)writer.commit();
  }

  [[nodiscard]] std::filesystem::path path() const { return directory_ / "index"; }

private:
  TemporaryDirectory directory_;
};

}  // namespace kwic::test
