#include "query/budget.h"

#include "index/schema.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;

/// To look into a signature takes as long as to walk through so many postings.
constexpr double cost_of_signature = 10;

/// So many of the parts left out are named.
constexpr std::size_t most_named = 5;

class Budget {
public:
  explicit Budget(const Xapian::Database& database) : database_(database) {}

  /// Brings the query within `room` and returns what it costs.
  double keep_within(Query& query, double room) {
    switch (query.kind) {
      case Kind::everything:
      case Kind::filter:
        return database_.get_doccount() * 0.25;
      case Kind::word:
      case Kind::phrase:
      case Kind::near:
        return cost_of_leaf(query, room);
      case Kind::any:
      case Kind::odd:
        return keep_rarest(query, 0, room);
      case Kind::all:
        return keep_joined(query, room);
      case Kind::prefer:
      case Kind::without:
        break;
    }
    const double first = keep_within(query.children.front(), room);
    return first + keep_rarest(query, 1, room - first);
  }

  void tell(std::vector<Warning>& warnings) const {
    if (left_out_.empty()) return;
    std::string names;
    for (std::size_t i = 0; i < std::min(left_out_.size(), most_named); ++i) {
      names += (names.empty() ? "" : ", ") + left_out_[i].second;
    }
    if (left_out_.size() > most_named)
      names += " and " + std::to_string(left_out_.size() - most_named) + " more";
    warnings.push_back(
        {left_out_.front().first, "too frequent to be searched for beside the rest, left out: " + names});
  }

private:
  [[nodiscard]] double frequency(const QueryWord& word, const std::string& stem) const {
    const auto of = [&](std::string_view kind) {
      return database_.get_termfreq(schema::make_term(kind, stem));
    };
    return of(schema::prefix::stem) + (word.finds_stop_words ? of(schema::prefix::stop_stem) : 0);
  }

  /// Of a pattern the most frequent stems go.
  double cost_of_word(QueryWord& word, double room) {
    std::vector<std::pair<double, std::string>> stems;
    for (std::string& stem : word.stems) {
      const double postings = frequency(word, stem);
      stems.emplace_back(postings, std::move(stem));
    }
    std::ranges::sort(stems);
    word.stems.clear();
    double cost = 0;
    bool cut = false;
    for (auto& [postings, stem] : stems) {
      cut = cut || (cost + postings > room && !word.stems.empty());
      if (cut) continue;
      cost += postings;
      word.stems.push_back(std::move(stem));
    }
    if (cut) note(word.position, "the most frequent words of " + word.text);
    for (QueryWord& part : word.parts) cost += cost_of_word(part, room);
    return cost;
  }

  double cost_of_leaf(Query& leaf, double room) {
    double sum = 0;
    double least = -1;
    std::size_t words = 0;
    for_each_leaf(leaf, [&](Query& each) {
      for (QueryWord& word : each.words) {
        const double cost = cost_of_word(word, room);
        sum += cost;
        least = least < 0 ? cost : std::min(least, cost);
        ++words;
      }
    });
    const bool checked = words > 1 || leaf.field || !leaf.words.front().parts.empty();
    const bool told = leaf.kind == Kind::word && (leaf.words.front().form == QueryWord::Form::inflected ||
                                                  leaf.words.front().all_forms_of_stems);
    if (told && !checked) return sum;
    return std::min(sum, least * static_cast<double>(words)) + least * cost_of_signature;
  }

  /// The children from `first` on, each within the room, as many of the cheapest as fit into it together.
  double keep_rarest(Query& query, std::size_t first, double room) {
    const std::vector<double> costs = costs_of_children(query, first, room);
    std::vector<std::size_t> order(costs.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return costs[i]; });
    double sum = 0;
    std::vector<bool> kept(costs.size());
    for (const std::size_t i : order) {
      kept[i] = sum + costs[i] <= room || (first == 0 && sum == 0);
      if (kept[i]) sum += costs[i];
    }
    keep(query, first, kept);
    return sum;
  }

  /// Of lists that are walked through together the shortest one sets the pace.
  double keep_joined(Query& query, double room) {
    const std::vector<double> costs = costs_of_children(query, 0, room);
    const double pace = std::ranges::min(costs);
    double sum = pace;
    std::vector<bool> kept(costs.size());
    bool pacemaker = false;
    for (std::size_t i = 0; i < costs.size(); ++i) {
      const bool is_pace = costs[i] == pace && !std::exchange(pacemaker, pacemaker || costs[i] == pace);
      kept[i] = is_pace || sum + std::min(pace, costs[i]) <= room;
      if (kept[i] && !is_pace) sum += std::min(pace, costs[i]);
    }
    keep(query, 0, kept);
    return sum;
  }

  std::vector<double> costs_of_children(Query& query, std::size_t first, double room) {
    std::vector<double> costs;
    for (std::size_t i = first; i < query.children.size(); ++i) {
      costs.push_back(keep_within(query.children[i], room));
    }
    return costs;
  }

  void keep(Query& query, std::size_t first, const std::vector<bool>& kept) {
    if (std::ranges::find(kept, false) == kept.end()) return;
    std::vector<Query> children;
    for (std::size_t i = 0; i < query.children.size(); ++i) {
      if (i < first || kept[i - first]) {
        children.push_back(std::move(query.children[i]));
      } else {
        note(query.children[i].position, print(query.children[i]));
      }
    }
    query.children = std::move(children);
  }

  void note(std::size_t position, std::string name) { left_out_.emplace_back(position, std::move(name)); }

  const Xapian::Database& database_;
  std::vector<std::pair<std::size_t, std::string>> left_out_;
};

}  // namespace

void keep_within_budget(Query& query, const Xapian::Database& database, std::vector<Warning>& warnings) {
  Budget budget(database);
  budget.keep_within(query, most_postings);
  budget.tell(warnings);
}

}  // namespace kwic
