// What stands in an index, and the directory that it stands in.
#include "analysis/word_cache.h"
#include "index/document_file.h"
#include "index/index_directory.h"
#include "index/index_settings.h"
#include "index/manifest.h"
#include "index/schema.h"
#include "index/stored_article.h"
#include "index/vocabulary.h"
#include "index/word_signature.h"
#include "index/xapian_errors.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"
#include "text/hash.h"

#include <kwic/error.h>

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

std::size_t stored_size(const std::string& term) {
  return term.size() + static_cast<std::size_t>(std::ranges::count(term, '\0'));
}

std::vector<WordSignature::Unit> units_of(std::string_view stored) {
  std::vector<WordSignature::Unit> units;
  WordSignature(stored).for_each_unit([&](const WordSignature::Unit& unit) { units.push_back(unit); });
  return units;
}

SoughtHashes sought(const std::vector<std::string>& forms) {
  return SoughtHashes(forms);
}

template <typename Call>
ErrorKind kind_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    BOOST_TEST(std::string(error.what()).find('\n') == std::string::npos);
    return error.kind();
  }
  BOOST_ERROR("no error was thrown");
  return ErrorKind::internal;
}

BOOST_AUTO_TEST_CASE(terms_fit_into_xapian_and_stay_different) {
  BOOST_TEST(schema::make_term("Z", "talk") == "Ztalk");
  const std::string prefix(300, 'a');
  const std::string one = schema::make_term("Z", prefix + "1");
  const std::string two = schema::make_term("Z", prefix + "2");
  BOOST_TEST(one != two);
  BOOST_TEST(one.size() == schema::longest_term);
  BOOST_TEST(schema::make_term("Z", std::string(239, 'a')) == "Z" + std::string(239, 'a'));
  for (std::size_t length = 100; length < 400; ++length) {
    BOOST_TEST(stored_size(schema::make_term("Q", std::string(length, '\0'))) <= schema::longest_term);
    std::string wide;
    while (wide.size() < length) wide += "\u20AC";
    const std::string term = schema::make_term("Z", wide);
    BOOST_TEST(term.size() <= schema::longest_term);
  }
}

BOOST_AUTO_TEST_CASE(a_signature_gives_back_positions_borders_and_units) {
  for (const std::size_t words : {3U, 5000U}) {  // hashes of 16 and of 32 bits
    SignatureWriter writer;
    for (std::size_t i = 0; i < words; ++i) writer.add_part(hash_bytes("word" + std::to_string(i)), 7 * i);
    writer.add_border();
    writer.add_part(hash_bytes("cease"), 7 * words);
    writer.add_part(hash_bytes("fire"), 7 * words + 6);
    writer.add_unit(static_cast<std::uint32_t>(words) + 1, 2, hash_bytes("ceasefire"));
    const std::string stored = writer.stored();
    const WordSignature signature(stored);
    BOOST_REQUIRE(signature.size() == words + 3);
    BOOST_TEST(signature.hash_at(1) == WordSignature::hash("word1", signature.is_wide()));
    BOOST_TEST(signature.hash_at(words) == WordSignature::border);
    BOOST_TEST(signature.hash_at(words + 2) == WordSignature::hash("fire", signature.is_wide()));
    const auto has = [&](const std::string& word) { return signature.has(sought({word})); };
    const auto has_pair = [&](const std::string& first, const std::string& second) {
      return signature.has_pair(sought({first}), sought({second}));
    };
    BOOST_TEST(has("fire"));
    BOOST_TEST(has_pair("cease", "fire"));
    BOOST_TEST(!has_pair("word2", "cease"));  // a border is between them
    BOOST_TEST(!has("ceasefire"));
    BOOST_TEST(signature.has_unit(sought({"ceasefire"})));
    BOOST_TEST(!signature.has_unit(sought({"fire"})));
    if (signature.is_wide()) {
      BOOST_TEST(signature.text_offset(0) == 0U);
      BOOST_TEST(signature.text_offset(70) == 7U * 70 * WordSignature::positions_in_cell);
    }
    const std::vector<WordSignature::Unit> units = units_of(stored);
    BOOST_REQUIRE(units.size() == 1);
    BOOST_TEST(units[0].position == words + 1);
    BOOST_TEST(units[0].parts == 2);
    BOOST_TEST(units[0].hash == WordSignature::hash("ceasefire", signature.is_wide()));
    for (std::size_t size = 1; size < std::min<std::size_t>(stored.size(), 30); ++size) {
      BOOST_CHECK_THROW(units_of(std::string_view(stored).substr(0, size)), Error);
    }
  }
  BOOST_TEST(units_of("").empty());
  BOOST_TEST(WordSignature("").size() == 0U);
}

/// Lengths around those of the blocks that are compared at once, and forms that are few and many.
BOOST_AUTO_TEST_CASE(hashes_are_found_where_they_stand_and_nowhere_else) {
  std::mt19937 random(1);
  const auto word = [&] { return "w" + std::to_string(random() % 12); };
  for (const std::size_t size : {0U, 1U, 16U, 63U, 64U, 65U, 127U, 128U, 129U, 300U, 4097U}) {
    SignatureWriter writer;
    std::vector<std::string> words;  // an empty one is a border
    for (std::size_t i = 0; i < size; ++i) {
      words.push_back(random() % 9 == 0 ? "" : word());
      words.back().empty() ? writer.add_border() : writer.add_part(hash_bytes(words.back()), i);
    }
    const std::string stored = writer.stored();
    const WordSignature signature(stored);
    for (std::size_t forms = 0; forms < 8; ++forms) {
      std::vector<std::string> asked(forms);  // none: the borders
      std::ranges::generate(asked, word);
      const SoughtHashes hashes = forms == 0 ? SoughtHashes::borders() : sought(asked);
      const auto is_asked = [&](std::size_t i) {
        return forms == 0 ? words[i].empty() : std::ranges::find(asked, words[i]) != asked.end();
      };
      PositionSet found;
      found.start_over(1000);
      signature.find(hashes, found);
      std::size_t expected = 0;
      for (std::size_t i = 0; i < size; ++i) {
        BOOST_TEST((found.first_of(i, i + 1) == i) == is_asked(i));
        expected += is_asked(i) ? 1U : 0U;
      }
      BOOST_TEST(found.empty() == (expected == 0));
      BOOST_TEST(signature.has(hashes) == (expected > 0));
    }
  }
}

/// Lengths around those of the blocks that are compared at once, and forms that are few and many.
BOOST_AUTO_TEST_CASE(pairs_are_found_where_one_word_stands_behind_the_other) {
  std::mt19937 random(1);
  const auto word = [&] { return "w" + std::to_string(random() % 40); };
  std::size_t asked = 0;
  std::size_t found = 0;
  for (const std::size_t size : {0U, 1U, 2U, 63U, 64U, 65U, 128U, 129U, 300U, 4097U}) {
    SignatureWriter writer;
    std::vector<std::string> words(size);
    std::ranges::generate(words, word);
    for (std::size_t i = 0; i < size; ++i) writer.add_part(hash_bytes(words[i]), i);
    const std::string stored = writer.stored();
    for (std::size_t trial = 0; trial < 100; ++trial, ++asked) {
      std::vector<std::string> first(1 + random() % 5);
      std::vector<std::string> second(1 + random() % 5);
      for (std::vector<std::string>* const forms : {&first, &second}) std::ranges::generate(*forms, word);
      const auto is = [](const std::vector<std::string>& forms, const std::string& each) {
        return std::ranges::find(forms, each) != forms.end();
      };
      bool expected = false;
      for (std::size_t i = 1; i < size; ++i) {
        expected = expected || (is(first, words[i - 1]) && is(second, words[i]));
      }
      BOOST_TEST(WordSignature(stored).has_pair(sought(first), sought(second)) == expected);
      found += expected ? 1U : 0U;
    }
  }
  BOOST_TEST(found > asked / 4);
  BOOST_TEST(found < asked * 3 / 4);
}

/// Numbers of units around the four that are compared at once, some of more than four bytes.
BOOST_AUTO_TEST_CASE(units_are_found_wherever_they_stand_in_their_list) {
  const std::vector<std::string> few{"unit-a"};
  const std::vector<std::string> some{"unit-a", "b", "c", "d", "e"};
  const std::vector<std::string> many{"unit-a", "b", "c", "d", "e", "f", "g", "h", "i"};
  for (const std::size_t words : {100U, 5000U}) {
    for (std::size_t count = 0; count < 14; ++count) {
      for (std::size_t at = 0; at <= count; ++at) {
        for (const bool far : {false, true}) {
          SignatureWriter writer;
          for (std::size_t i = 0; i < words + 300; ++i)
            writer.add_part(hash_bytes("w" + std::to_string(i)), i);
          for (std::size_t i = 0; i < count; ++i) {
            const std::size_t position = i + (far && i > count / 2 ? 250 : 0);  // a distance of two bytes
            writer.add_unit(static_cast<std::uint32_t>(position), 2,
                            hash_bytes(i == at ? "unit-a" : "unit" + std::to_string(i)));
          }
          const std::string stored = writer.stored();
          for (const auto& forms : {few, some, many}) {
            BOOST_TEST(WordSignature(stored).has_unit(sought(forms)) == (at < count));
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_vocabulary_gives_the_forms_of_a_stem_and_those_that_begin_alike) {
  const TemporaryDirectory place;
  Xapian::WritableDatabase database((place / "db").string(), Xapian::DB_CREATE);
  WordCache words(find_language("en"));
  const auto add = [&](NewForms& forms, std::initializer_list<const char*> written) {
    for (const char* const word : written) forms.add(words.stemmed(word));
  };
  const auto write_new = [&](NewForms& forms) {
    std::vector<WordForm> fresh;
    forms.take(fresh);
    write_forms(database, fresh);
  };
  NewForms forms;
  add(forms, {"running", "runs", "run", "\u0434\u043E\u043C"});
  forms.add(words.stemmed(std::string(longest_form + 1, 'a')));
  write_new(forms);
  add(forms, {"runs", "ran", "r"});  // the first is written already
  write_new(forms);
  NewForms later;
  add(later, {"runs", "runner"});
  write_new(later);
  database.commit();

  using Forms = std::vector<std::string>;
  const Vocabulary vocabulary(database);
  BOOST_TEST(vocabulary.forms_of("run") == (Forms{"run", "running", "runs"}));
  BOOST_TEST(vocabulary.forms_of("ran") == Forms{"ran"});
  const auto beginning = [&](std::string_view first) {
    Forms found;
    vocabulary.for_each_form(first, [&](std::string_view form) {
      found.emplace_back(form);
      return true;
    });
    return found;
  };
  BOOST_TEST(beginning("") == (Forms{"r", "ran", "run", "runner", "running", "runs", "\u0434\u043E\u043C"}));
  BOOST_TEST(beginning("r") == (Forms{"r", "ran", "run", "runner", "running", "runs"}));
  BOOST_TEST(beginning("runn") == (Forms{"runner", "running"}));
  BOOST_TEST(beginning("\u0434") == Forms{"\u0434\u043E\u043C"});
  BOOST_TEST(beginning("x") == Forms{});
}

BOOST_AUTO_TEST_CASE(an_article_is_stored_whole) {
  const Article article{"a\"b",       "T\u00EDtulo", "A; B",
                        "2024-03-20", "es",          "https://example.org/a",
                        "/p\n/q",     {"x", "y z"},  "first line\nsecond\0line\n"};
  const Article restored = ArticleUnpacker().unpack(ArticlePacker().pack(article));
  BOOST_TEST(restored.id == article.id);
  BOOST_TEST(restored.title == article.title);
  BOOST_TEST(restored.author == article.author);
  BOOST_TEST(restored.date == article.date);
  BOOST_TEST(restored.language == article.language);
  BOOST_TEST(restored.url == article.url);
  BOOST_TEST(restored.path == article.path);
  BOOST_TEST(restored.keywords == article.keywords);
  BOOST_TEST(restored.text == article.text);
  BOOST_TEST(ArticleUnpacker().unpack(ArticlePacker().pack(Article{})).text.empty());
}

BOOST_AUTO_TEST_CASE(of_a_long_article_only_what_was_asked_for_is_unpacked) {
  for (const std::size_t size : {block_bytes, block_bytes + 1, 3 * block_bytes, 3 * block_bytes + 77}) {
    Article article{.id = "long", .title = "Title", .keywords = {"k"}};
    while (article.text.size() < size) article.text += "line " + std::to_string(article.text.size()) + '\n';
    article.text.resize(size);
    const std::string stored = ArticlePacker().pack(article);
    const ArticleUnpacker unpacker;
    BOOST_TEST(unpacker.unpack(stored).text == article.text);
    PartialArticle part(stored, unpacker);
    BOOST_TEST(part.article().title == "Title");
    BOOST_REQUIRE(part.article().text.size() == size);
    if (size == block_bytes) {
      BOOST_TEST(part.article().text == article.text);  // short enough to be in one piece
      continue;
    }
    BOOST_TEST(part.article().text == std::string(size, '\0'));
    const std::size_t offset = size - 1;
    part.read(offset, size);
    const std::size_t read_from = offset / block_bytes * block_bytes;
    BOOST_TEST(part.article().text == std::string(read_from, '\0') + article.text.substr(read_from));
    BOOST_TEST(part.lines_before(offset) ==
               static_cast<std::size_t>(std::ranges::count(article.text.substr(0, offset), '\n')));
    part.read_all();
    BOOST_TEST(part.article().text == article.text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_stored_article_is_told_so) {
  for (const std::size_t size : {std::size_t{1000}, 3 * block_bytes}) {
    const std::string stored = ArticlePacker().pack({.id = "a", .text = std::string(size, 'x')});
    for (const std::string& damaged : {std::string(), std::string("{"), std::string("no frame at all"),
                                       stored.substr(0, stored.size() - 1), stored.substr(1)}) {
      BOOST_CHECK_THROW((void)ArticleUnpacker().unpack(damaged), Error);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_dictionary_makes_stored_articles_small) {
  std::vector<Article> articles;
  for (int i = 0; i < 400; ++i) {
    std::string text;
    for (int word = 0; word < 100; ++word) text += "word" + std::to_string(i * word % 251) + ' ';
    articles.push_back({.id = std::to_string(i), .language = "en", .path = "/p", .text = text});
  }
  std::vector<const Article*> samples;
  for (const Article& article : articles) samples.push_back(&article);
  const std::string dictionary = train_dictionary(samples);
  BOOST_REQUIRE(!dictionary.empty());
  BOOST_TEST((train_dictionary(samples) == dictionary));
  samples.resize(10);
  BOOST_TEST(train_dictionary(samples).empty());

  ArticlePacker packer(dictionary);
  std::size_t bytes = 0;
  std::size_t bytes_without = 0;
  for (const Article& article : articles) {
    const std::string stored = packer.pack(article);
    bytes += stored.size();
    bytes_without += ArticlePacker().pack(article).size();
    BOOST_TEST(ArticleUnpacker(dictionary).unpack(stored).text == article.text);
  }
  BOOST_TEST(bytes < bytes_without);
}

BOOST_AUTO_TEST_CASE(settings_travel_and_an_index_of_another_version_is_refused) {
  const IndexSettings settings = IndexSettings::of_this_build({"en", "fr", "zh"});
  const IndexSettings restored = IndexSettings::restore(settings.stored(), "x");
  BOOST_TEST(restored.languages == settings.languages);
  BOOST_TEST(restored.differences().empty());

  IndexSettings other = settings;
  other.icu = "1.2";
  BOOST_TEST(IndexSettings::restore(other.stored(), "x").differences().size() == 1);

  // Another Xapian is no matter, as long as it stems alike.
  other = settings;
  other.xapian = "1.2.3";
  BOOST_TEST(IndexSettings::restore(other.stored(), "x").differences().empty());
  other.languages["fr"] = "french 0123456789abcdef";
  BOOST_TEST(
      (kind_of([&] { (void)IndexSettings::restore(other.stored(), "x"); }) == ErrorKind::wrong_version));

  for (const int step : {-1, 1}) {
    other = settings;
    other.format += step;
    BOOST_TEST(
        (kind_of([&] { (void)IndexSettings::restore(other.stored(), "x"); }) == ErrorKind::wrong_version));
    other = settings;
    other.analyzer += step;
    BOOST_TEST(
        (kind_of([&] { (void)IndexSettings::restore(other.stored(), "x"); }) == ErrorKind::wrong_version));
  }
  BOOST_TEST((kind_of([] { (void)IndexSettings::restore("", "x"); }) == ErrorKind::not_found));
  BOOST_TEST((kind_of([] { (void)IndexSettings::restore("{\"format\":", "x"); }) == ErrorKind::corrupt));
  BOOST_TEST((kind_of([] { (void)IndexSettings::restore("{\"format\":1}", "x"); }) == ErrorKind::corrupt));
  for (const std::string number : {"-1", "1.5", "1e40", "99999999999999999999", "\"5\""}) {
    const std::string stored =
        R"({"format":)" + number + R"(,"analyzer":1,"xapian":"1","icu":"72","unicode":"15","languages":{}})";
    BOOST_TEST((kind_of([&] { (void)IndexSettings::restore(stored, "x"); }) == ErrorKind::corrupt), number);
  }
}

BOOST_AUTO_TEST_CASE(publishing_replaces_the_generation_and_clears_the_rest_away) {
  const TemporaryDirectory place;
  const IndexDirectory directory(place.path());
  BOOST_TEST(!directory.current().has_value());
  (void)place.write("building/finished/iamglass", "one");
  directory.publish(directory.building() / "finished");
  BOOST_TEST(directory.current()->filename() == "generation-1");
  (void)place.write("building/finished/iamglass", "two");
  (void)place.write("generation-7/iamglass", "stray");
  (void)place.write("generation-notes/data", "not ours");
  directory.publish(directory.building() / "finished");
  BOOST_TEST(directory.current()->filename() == "generation-2");
  BOOST_TEST(read_file(place / "generation-2/iamglass") == "two");
  BOOST_TEST(!std::filesystem::exists(place / "generation-1"));
  BOOST_TEST(!std::filesystem::exists(place / "generation-7"));
  BOOST_TEST(!std::filesystem::exists(place / "building"));
  BOOST_TEST(std::filesystem::exists(place / "generation-notes"));
}

BOOST_AUTO_TEST_CASE(what_is_stored_later_of_a_document_stands_for_the_earlier) {
  for (const DocumentFileKind kind : {DocumentFileKind::signatures, DocumentFileKind::articles}) {
    const TemporaryDirectory place;
    const std::filesystem::path file = place / file_name(kind);
    Xapian::WritableDatabase database(place.path().string(), Xapian::DB_CREATE);
    write_document_file(kind, place.path(), {{1, "one"}, {2, ""}, {5, "five"}});
    const DocumentFile first(kind, place.path(), database);
    BOOST_TEST(first.of(1) == "one");
    BOOST_TEST(first.of(2) == "");
    BOOST_TEST(first.of(5) == "five");
    for (const Xapian::docid unknown : {0U, 3U, 4U, 6U}) BOOST_TEST(first.of(unknown) == "");
    BOOST_TEST(first.size() == std::filesystem::file_size(file));

    append_to_document_file(kind, place.path(), {{5, "fifth"}, {7, "seven"}}, database);
    const std::uint64_t second = std::filesystem::file_size(file);
    append_to_document_file(kind, place.path(), {{1, "first"}, {5, "5"}}, database);
    const DocumentFile all(kind, place.path(), database);
    BOOST_TEST(all.size() == std::filesystem::file_size(file));
    BOOST_TEST(all.of(1) == "first");
    BOOST_TEST(all.of(5) == "5");
    BOOST_TEST(all.of(7) == "seven");
    const std::string bytes = read_file(file);
    const DocumentTable before(kind, std::string_view(bytes).substr(0, second));
    BOOST_TEST(before.of(1) == "one");
    BOOST_TEST(before.of(5) == "fifth");
    BOOST_TEST(first.of(5) == "five");  // a reader goes on seeing what it saw

    database.set_metadata(file_name(kind), std::to_string(second));  // as if the last were never committed
    append_to_document_file(kind, place.path(), {}, database);       // what an ended transaction left goes
    BOOST_TEST(std::filesystem::file_size(file) == second);
  }
}

BOOST_AUTO_TEST_CASE(lengths_are_read_together_whatever_chunk_tells_them) {
  const TemporaryDirectory place;
  constexpr DocumentFileKind kind = DocumentFileKind::lengths;
  const auto write_first = [&](const NumberedBytes& documents) {
    write_document_file(kind, place.path(), documents);
  };
  Xapian::WritableDatabase database(place.path().string(), Xapian::DB_CREATE);
  const auto read = [&](Xapian::docid first) {
    std::vector<std::uint32_t> lengths(5);
    DocumentFile(kind, place.path(), database).read_lengths(first, lengths);
    return lengths;
  };
  const auto is = [&](Xapian::docid first, const std::vector<std::uint32_t>& expected) {
    BOOST_TEST(read(first) == expected, boost::test_tools::per_element());
  };
  write_first({{3, {"\x03\0\0\0", 4}}, {4, {"\0\x04\0\0", 4}}, {5, "\xff\xff\xff\xff"}});
  is(0, {0, 0, 0, 3, 1024});
  is(4, {1024, 0xFFFFFFFF, 0, 0, 0});
  is(6, {0, 0, 0, 0, 0});
  write_first({{1, {"\x01\0\0\0", 4}}, {3, {"\x03\0\0\0", 4}}, {8, {"\x08\0\0\0", 4}}});
  is(1, {1, 0, 3, 0, 0});
  is(2, {0, 3, 0, 0, 0});
  append_to_document_file(kind, place.path(), {{2, {"\x02\0\0\0", 4}}, {7, {"\x07\0\0\0", 4}}}, database);
  append_to_document_file(kind, place.path(), {{3, {"\x05\0\0\0", 4}}}, database);
  is(0, {0, 1, 2, 5, 0});
  is(4, {0, 0, 0, 7, 8});
  BOOST_TEST((DocumentFile(kind, place.path(), database).of(2) == std::string_view("\x02\0\0\0", 4)));

  std::string bytes = read_file(place / "lengths");
  bytes[16] = '\x08';  // of what is stored, for three documents
  BOOST_TEST((kind_of([&] { DocumentTable(kind, bytes); }) == ErrorKind::corrupt));
}

BOOST_AUTO_TEST_CASE(a_file_of_one_kind_is_not_taken_for_the_other) {
  const TemporaryDirectory place;
  write_document_file(DocumentFileKind::articles, place.path(), {{1, "one"}});
  std::filesystem::rename(place / "articles", place / "signatures");
  BOOST_TEST(
      (kind_of([&] { DocumentFile(DocumentFileKind::signatures, place.path()); }) == ErrorKind::corrupt));
}

void damage_is_told(DocumentFileKind kind) {
  const TemporaryDirectory place;
  write_document_file(kind, place.path(), {{1, "one_"}, {2, "two_"}, {9, "nine"}});
  const std::string bytes = read_file(place / file_name(kind));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    BOOST_TEST((kind_of([&] { DocumentTable(kind, std::string_view(bytes).substr(0, size)); }) ==
                ErrorKind::corrupt));
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const char change : {'\x01', '\x80', '\xff'}) {
      const std::string changed = [&] {
        std::string copy = bytes;
        copy[i] = static_cast<char>(copy[i] ^ change);
        return copy;
      }();
      try {
        const DocumentTable table(kind, changed);
        for (Xapian::docid document = 0; document < 12; ++document) {
          BOOST_TEST(table.of(document).size() <= bytes.size());
        }
        std::array<std::uint32_t, 4> lengths{};
        if (kind == DocumentFileKind::lengths) table.read_lengths(7, lengths);
      } catch (const Error& error) {
        BOOST_TEST((error.kind() == ErrorKind::corrupt));
      }
    }
  }
  std::filesystem::remove(place / file_name(kind));
  BOOST_TEST((kind_of([&] { DocumentFile(kind, place.path()); }) == ErrorKind::corrupt));
}

BOOST_AUTO_TEST_CASE(document_files_that_are_cut_off_or_changed_are_damage_and_never_read_beyond) {
  for (const DocumentFileKind kind : document_file_kinds) damage_is_told(kind);
}

BOOST_AUTO_TEST_CASE(a_manifest_tells_every_change_of_a_file) {
  const TemporaryDirectory place;
  const std::string content(5000, 'x');
  const auto write_all_files = [&] {
    for (const char* const file : {"iamglass", "postlist.glass", "termlist.glass", "synonym.glass",
                                   "signatures", "articles", "lengths"}) {
      (void)place.write(file, content);
    }
  };
  write_all_files();
  Manifest::write(place.path(), 7);
  const auto damages = [&] { return Manifest::load(place.path())->differences_in(place.path()).size(); };
  BOOST_TEST(damages() == 0);
  BOOST_CHECK_NO_THROW(verify_quickly(place.path(), 7));
  for (const std::uint64_t other : {6U, 8U}) {
    BOOST_TEST((kind_of([&] { verify_quickly(place.path(), other); }) == ErrorKind::corrupt));
  }

  for (const char* const file : {"iamglass", "postlist.glass", "signatures", "articles"}) {
    std::string flipped = content;
    flipped[4321] ^= 1;
    (void)place.write(file, flipped);
    BOOST_TEST(damages() == 1);
    (void)place.write(file, content.substr(1));
    BOOST_TEST(damages() == 1);
    BOOST_TEST((kind_of([&] { verify_quickly(place.path(), 7); }) == ErrorKind::corrupt));
    std::filesystem::remove(place / file);
    BOOST_TEST(damages() == 1);
    BOOST_TEST((kind_of([&] { verify_quickly(place.path(), 7); }) == ErrorKind::corrupt));
    write_all_files();
  }
  (void)place.write("foreign.glass", "");
  BOOST_TEST(damages() == 1);

  std::filesystem::remove(place / "foreign.glass");
  const std::string manifest = read_file(place / "manifest");
  for (std::size_t i = 0; i < manifest.size(); ++i) {
    std::string damaged = manifest;
    damaged[i] ^= 1;
    for (const std::string& bytes : {damaged, manifest.substr(0, i)}) {
      (void)place.write("manifest", bytes);
      BOOST_TEST((kind_of([&] { (void)Manifest::load(place.path()); }) == ErrorKind::corrupt));
    }
  }

  // Between the begin of a transaction and its end nothing but the presence of the tables is known, and what
  // the files of documents began with.
  write_all_files();
  Manifest::write(place.path(), 7);
  Manifest::write_unsummed(place.path(), 7);
  Manifest::write_unsummed(place.path(), 7);
  (void)place.write("termlist.glass", content + content);
  (void)place.write("articles", content + content);
  BOOST_TEST(damages() == 0);
  (void)place.write("articles", 'y' + content);
  (void)place.write("lengths", content.substr(1));
  (void)place.write("signatures", "");
  BOOST_TEST(damages() == 3);
  BOOST_TEST((kind_of([&] { verify_fully(place.path()); }) == ErrorKind::corrupt));
  BOOST_CHECK_NO_THROW(verify_quickly(place.path(), 7));
  BOOST_CHECK_NO_THROW(verify_quickly(place.path(), 8));
  std::filesystem::remove(place / "termlist.glass");
  BOOST_TEST((kind_of([&] { verify_quickly(place.path(), 7); }) == ErrorKind::corrupt));
}

BOOST_AUTO_TEST_CASE(a_finished_generation_without_a_stub_is_adopted) {
  const TemporaryDirectory place;
  (void)place.write("generation-1/iamglass", "");
  const IndexDirectory directory(place.path());
  BOOST_CHECK_NO_THROW(directory.prepare());
  directory.adopt_finished();
  BOOST_TEST(directory.current()->filename() == "generation-1");
}

BOOST_AUTO_TEST_CASE(a_folder_with_files_of_others_is_never_taken_for_an_index) {
  for (const char* const file :
       {"notes.txt", "generation-2/plan.txt", "building/plan.txt", "building/finished-plans/plan.txt",
        "building/group-photo", "generation-x/iamglass"}) {
    const TemporaryDirectory place;
    (void)place.write("lock", "mine");
    (void)place.write(file, "mine");
    BOOST_TEST((kind_of([&] { IndexDirectory(place.path()).prepare(); }) == ErrorKind::invalid_argument),
               file);
    BOOST_TEST(read_file(place / file) == "mine");
  }
}

BOOST_AUTO_TEST_CASE(a_stub_that_names_no_generation_is_damage_and_not_absence) {
  for (const char* const stub :
       {"", "auto", "auto ", "auto elsewhere", "auto generation-", "auto generation-0", "auto generation-1x",
        "glass generation-1\n", "auto ../generation-1\n", "auto generation-1", "auto generation-1\n\n"}) {
    const TemporaryDirectory place;
    (void)place.write("XAPIANDB", stub);
    BOOST_TEST((kind_of([&] { (void)IndexDirectory(place.path()).current(); }) == ErrorKind::corrupt));
    BOOST_TEST((kind_of([&] { IndexDirectory(place.path()).prepare(); }) == ErrorKind::corrupt));
  }
}

BOOST_AUTO_TEST_CASE(what_the_system_refuses_is_told_with_its_reason_and_costs_no_index) {
  const Error refused = translated(Xapian::DatabaseOpeningError("Couldn't open x.glass", EMFILE), "index");
  BOOST_TEST(std::string(refused.what()).find("Too many open files") != std::string::npos);
  BOOST_TEST(std::string(refused.what()).find("remove it") == std::string::npos);
  const Error damaged = translated(Xapian::DatabaseCorruptError("x.glass is damaged"), "index");
  BOOST_TEST(std::string(damaged.what()).find("remove it") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_second_writer_is_told_who_writes) {
  const TemporaryDirectory place;
  {
    const WriterLock lock(place.path());
    try {
      const WriterLock second(place.path());
      BOOST_ERROR("two writers hold the lock");
    } catch (const Error& error) {
      BOOST_TEST((error.kind() == ErrorKind::locked));
      BOOST_TEST(std::string(error.what()).find("process " + std::to_string(::getpid())) !=
                 std::string::npos);
    }
  }
  BOOST_CHECK_NO_THROW(const WriterLock again(place.path()));
  // A process that was forked meanwhile does not keep it.
  auto lock = std::make_unique<WriterLock>(place.path());
  const pid_t child = ::fork();
  if (child == 0) {
    (void)::pause();
    ::_exit(0);
  }
  lock.reset();
  BOOST_CHECK_NO_THROW(const WriterLock again(place.path()));
  BOOST_TEST(::kill(child, SIGKILL) == 0);
  (void)::waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace kwic::test
