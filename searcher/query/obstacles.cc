#include "query/obstacles.h"

#include "index/schema.h"
#include "text/visible.h"

#include <algorithm>
#include <string>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;

constexpr std::size_t most_obstacles = 5;
constexpr std::size_t most_parts = 10;  ///< of a query that are looked at
constexpr std::size_t most_words = 8;   ///< of a phrase or NEAR that are asked for one by one

/// The parts that an article must satisfy all.
void add_parts(const Query& query, std::vector<Query>& parts) {
  switch (query.kind) {
    case Kind::all:
      for (const Query& child : query.children) add_parts(child, parts);
      return;
    case Kind::prefer:
      return add_parts(query.children.front(), parts);
    case Kind::without:
      add_parts(query.children.front(), parts);
      for (std::size_t i = 1; i < query.children.size(); ++i) {
        parts.push_back({.kind = Kind::without, .children = {Query{}, query.children[i]}});
      }
      return;
    case Kind::everything:
      return;
    default:
      parts.push_back(query);
  }
}

/// Bytes of the query that a tree was read from.
Range span(const Query& query) {
  Range whole{query.position, query.end};
  for (const Query& child : query.children) {
    const Range range = span(child);
    if (range.end == 0) continue;
    whole =
        whole.end == 0 ? range : Range{std::min(whole.start, range.start), std::max(whole.end, range.end)};
  }
  return whole;
}

std::string articles(const Total& total) {
  return (total.exact ? "" : "about ") + std::to_string(total.value) +
         (total.value == 1 ? " article" : " articles");
}

/// Of a slot of numbers.
std::string number_at_bound(const std::string& value) {
  return std::to_string(static_cast<std::uint64_t>(Xapian::sortable_unserialise(value)));
}

class Inquiry {
public:
  Inquiry(std::string_view text, const Xapian::Database& database, const Count& count)
      : text_(text), database_(database), count_(count) {}

  std::vector<Obstacle> of(const Query& query) {
    std::vector<Query> parts;
    add_parts(query, parts);
    parts.resize(std::min(parts.size(), most_parts));
    for (const Query& part : parts) {
      if (found_.size() < most_obstacles && finds_nothing(part)) add(part, alone(part));
    }
    if (found_.empty() && parts.size() > 1) look_for_culprits(parts);
    std::ranges::stable_sort(found_, {}, &Obstacle::position);
    return std::move(found_);
  }

private:
  [[nodiscard]] bool finds_nothing(const Query& part) {
    const std::optional<Total> total = count_(part);
    too_dear_ = too_dear_ || !total;
    return total && total->value == 0;
  }

  void add(const Query& part, const std::string& message) {
    if (std::ranges::find(found_, visible(message), &Obstacle::message) != found_.end()) return;
    const Range range = span(part);
    found_.push_back(
        {range.start, std::string(text_.substr(range.start, range.end - range.start)), visible(message)});
  }

  /// Parts without which the others have hits.
  void look_for_culprits(const std::vector<Query>& parts) {
    for (std::size_t i = 0; i < parts.size() && found_.size() < most_obstacles; ++i) {
      std::vector<Query> others = parts;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      const std::optional<Total> total = count_({.kind = Kind::all, .children = std::move(others)});
      too_dear_ = too_dear_ || !total;
      if (total && total->value > 0)
        add(parts[i], "without " + written(parts[i]) + " there would be " + articles(*total));
    }
    if (!found_.empty() || too_dear_) return;
    found_.push_back({0, std::string(text_), "no article has all of it: ask for less, or join parts by OR"});
  }

  /// As it stands in the query.
  [[nodiscard]] std::string written(const Query& query) const {
    const Range range = span(query);
    return (query.kind == Kind::without ? "NOT " : "") +
           std::string(text_.substr(range.start, range.end - range.start));
  }

  /// Why a part finds nothing by itself.
  [[nodiscard]] std::string alone(const Query& part) {
    switch (part.kind) {
      case Kind::word:
        return word(part);
      case Kind::phrase:
      case Kind::near:
        return together(part);
      case Kind::filter:
        return filter(part);
      case Kind::without:
        return "every article has " + written(part).substr(4);
      case Kind::odd:
        return "no article has an odd number of the parts of " + written(part);
      default:
        return all_filters(part) ? each_alone(part) : "no article has any of " + written(part);
    }
  }

  static bool all_filters(const Query& part) {
    return std::ranges::all_of(part.children, [](const Query& each) { return each.kind == Kind::filter; });
  }

  [[nodiscard]] std::string each_alone(const Query& part) {
    std::vector<std::string> reasons;
    for (const Query& each : part.children) {
      const std::string reason = alone(each);
      if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
      if (reasons.size() == most_obstacles) break;
    }
    std::string all;
    for (const std::string& reason : reasons) all += (all.empty() ? "" : "; ") + reason;
    return all;
  }

  /// A word of a phrase, with its field.
  static std::string named(Query word) {
    if (word.words.front().form == QueryWord::Form::exact)
      word.words.front().form = QueryWord::Form::inflected;
    return print(word);
  }

  static bool in_different_fields(const Query& part) {
    const auto differs = [&](const Query& each) { return each.field != part.children.front().field; };
    return part.kind == Kind::near && std::ranges::any_of(part.children, differs);
  }

  [[nodiscard]] std::string word(const Query& part) const {
    switch (part.words.front().form) {
      case QueryWord::Form::wildcards:
        return "no word in the articles is like " + written(part);
      case QueryWord::Form::similar:
        return "no word in the articles is spelt like " + written(part);
      case QueryWord::Form::exact:
        return "no article has " + written(part) + " exactly so; without = other forms of the word count too";
      default:
        return "no article has " + written(part);
    }
  }

  [[nodiscard]] std::string together(const Query& part) {
    Query loose{.kind = Kind::all};
    for_each_leaf(part, [&](const Query& leaf) {
      for (const QueryWord& each : leaf.words) {
        loose.children.push_back({.kind = Kind::word, .words = {each}, .field = leaf.field});
      }
    });
    if (loose.children.size() > most_words) return "no article has so many words together: ask for fewer";
    for (const Query& each : loose.children) {
      if (finds_nothing(each)) return "no article has " + named(each);
    }
    if (in_different_fields(part)) return "no article has words of different fields near each other";
    const std::optional<Total> count = count_(loose);
    if (!count) return "no article has " + written(part);
    if (count->value == 0) return "no article has all words of " + written(part);
    const std::string loosely =
        articles(*count) + (count->value == 1 ? " has" : " have") + " the words of " + written(part);
    return loosely + (part.kind == Kind::near ? ", but not so near: try a larger number"
                                              : ", but not side by side: try them without quotation marks");
  }

  /// Another value of a filter that finds something, as what to try.
  [[nodiscard]] std::string hint(Query part, const std::string& field, const std::string& value) {
    part.filter.value = value;
    const std::optional<Total> total = count_(part);
    if (!total || total->value == 0) return "";
    return ": " + field + ":" + value + " would find " + articles(*total);
  }

  /// One name less, but no top level.
  [[nodiscard]] std::string wider_site(const Query& part) {
    const std::string& site = part.filter.value;
    const std::size_t dot = site.find('.');
    const bool is_below = dot != std::string::npos && site.find('.', dot + 1) != std::string::npos;
    return is_below ? hint(part, "site", site.substr(dot + 1)) : "";
  }

  [[nodiscard]] std::string filter(const Query& part) {
    const Filter& filter = part.filter;
    switch (filter.kind) {
      case QueryField::Kind::date:
        return "no article is of " + filter.value + ": the dates go from " +
               database_.get_value_lower_bound(schema::slot::date) + " to " +
               database_.get_value_upper_bound(schema::slot::date);
      case QueryField::Kind::language:
        return "no article is in " + filter.value + ": there are " + values(schema::prefix::language);
      case QueryField::Kind::word_count:
        return "no article has " + filter.value + " words: they have from " +
               number_at_bound(database_.get_value_lower_bound(schema::slot::words)) + " to " +
               number_at_bound(database_.get_value_upper_bound(schema::slot::words));
      case QueryField::Kind::path:
        return "no article's path has " + filter.value + hint(part, "path", "*" + filter.value + "*");
      case QueryField::Kind::site:
        return "no article is from " + filter.value + wider_site(part);
      default:
        return "no article has the id " + filter.value;
    }
  }

  [[nodiscard]] std::string values(std::string_view prefix) const {
    std::string list;
    const std::string begin(prefix);
    for (auto term = database_.allterms_begin(begin); term != database_.allterms_end(begin); ++term) {
      list += (list.empty() ? "" : ", ") + (*term).substr(begin.size());
    }
    return list.empty() ? "none" : list;
  }

  std::string_view text_;
  const Xapian::Database& database_;
  const Count& count_;
  std::vector<Obstacle> found_;
  bool too_dear_ = false;  ///< some part would have taken too long to count
};

}  // namespace

std::vector<Obstacle> obstacles(std::string_view text, const Query& query, const Xapian::Database& database,
                                const Count& count) {
  return Inquiry(text, database, count).of(query);
}

}  // namespace kwic
