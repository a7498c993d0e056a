#include "query/budget.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;

/// To look into a signature takes as long as to walk through so many postings; where words of many forms are
/// looked for, nearly every position is a place to look at, for each of the words.
constexpr double cost_of_signature = 10;
constexpr double cost_of_close_look = 100;

/// The same of one of the stop words that a pattern stands for: some stand in the first words of most
/// articles. One as it was typed is soon found; of a phrase of them, each word adds a little.
constexpr double cost_of_stop_word = 4;
constexpr double cost_of_typed_stop_word = 1.5;
constexpr double cost_of_stop_word_in_phrase = 0.5;  ///< of that

/// The forms from which on it is a close look, and the lists from which on Xapian takes twice as long to join
/// them.
constexpr std::size_t many_forms = 64;

/// To look whether so many lists stand at an article takes as long as to walk through one posting.
constexpr double children_passed_in_no_time = 16;

/// So many of the parts left out are named.
constexpr std::size_t most_named = 5;

/// True for what is walked through list by list (see WordScores): words and phrases without compounds, any of
/// which will do.
bool goes_list_by_list(const Query& query) {
  const auto is_compound = [](const QueryWord& word) { return !word.parts.empty(); };
  const bool joins = query.kind == Kind::any || query.kind == Kind::near;
  return (joins || !query.words.empty()) && std::ranges::none_of(query.words, is_compound) &&
         std::ranges::all_of(query.children, goes_list_by_list);
}

bool takes_many_lists_at_once(const Query& query) {
  std::size_t leaves = 0;
  for_each_leaf(query, [&](const Query&) { ++leaves; });
  return leaves > many_forms && !goes_list_by_list(query);
}

bool is_as_typed(const QueryWord& word) {
  return word.form == QueryWord::Form::inflected || word.form == QueryWord::Form::exact;
}

class Budget {
public:
  explicit Budget(const Lexicon& lexicon) : lexicon_(lexicon) {}

  /// Brings the query within `room` and returns what it costs.
  double keep_within(Query& query, double room) {
    switch (query.kind) {
      case Kind::everything:
      case Kind::filter:
        return lexicon_.articles() * 0.25;
      case Kind::word:
      case Kind::phrase:
      case Kind::near:
        return cost_of_leaf(query, room);
      case Kind::any:
        return keep_rarest(query, 0, room);
      case Kind::odd: {
        const double times = cost_of_odd(query.children.size());
        return keep_rarest(query, 0, room / times) * times;
      }
      case Kind::all:
        return keep_joined(query, room);
      case Kind::prefer:
      case Kind::without:
        break;
    }
    // The others are looked for where the first is, and nowhere else.
    const double first = keep_within(query.children.front(), room);
    return first + keep_rarest(query, 1, room - first, first * (1 + cost_of_signature));
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
  /// Of a pattern or a spelling the stop words go if they cost too much, and the stems that cost most; a word
  /// as it was typed keeps its own. `cost_of_unsure` is what a posting of a stem costs that other words have
  /// too.
  double cost_of_word(QueryWord& word, double room, double cost_of_unsure = 1) {
    const std::set<std::string> sure(word.sure_stems.begin(), word.sure_stems.end());
    std::vector<std::pair<double, std::string>> stems;
    const double share = word.stems.size() > many_forms ? 2 : 1;
    for (std::string& stem : word.stems) {
      const double postings = share * lexicon_.articles_with(stem);
      stems.emplace_back(sure.contains(stem) ? postings : postings * cost_of_unsure, std::move(stem));
    }
    const bool as_typed = is_as_typed(word);
    std::ranges::sort(stems);
    word.stems.clear();
    word.sure_stems.clear();
    bool cut = !as_typed && cost_of_stop_word * lexicon_.articles_with_stop_word(word) > room;
    if (cut) word.finds_stop_words = false;
    double sum =
        (as_typed ? cost_of_typed_stop_word : cost_of_stop_word) * lexicon_.articles_with_stop_word(word);
    bool full = false;
    for (auto& [cost, stem] : stems) {
      full = full || (!as_typed && sum + cost > room && !word.stems.empty());
      if (full) continue;
      sum += cost;
      if (sure.contains(stem)) word.sure_stems.push_back(stem);
      word.stems.push_back(std::move(stem));
    }
    if (cut || full) note(word.position, "the most frequent words of " + word.text);
    for (QueryWord& part : word.parts) sum += cost_of_word(part, room);
    return sum;
  }

  /// At each article that has one of its children Xapian looks at all of them.
  static double cost_of_odd(std::size_t children) {
    return 1 + static_cast<double>(children) / children_passed_in_no_time;
  }

  /// What a lone word costs without a look into signatures, where its stems tell of it.
  double cost_of_leaf(Query& leaf, double room) {
    if (leaf.kind == Kind::word && !leaf.field && leaf.words.front().parts.empty()) {
      const QueryWord& word = leaf.words.front();
      const bool told = word.form == QueryWord::Form::inflected && !may_be_stop_word(word);
      return cost_of_word(leaf.words.front(), room, told ? 1 : 1 + cost_of_signature);
    }
    std::size_t forms = 0;
    std::size_t words = 0;
    for_each_leaf(leaf, [&](const Query& each) {
      for (const QueryWord& word : each.words) forms += word.surfaces.size();
      words += each.words.size();
    });
    const double look =
        forms > many_forms ? cost_of_close_look * static_cast<double>(words) : cost_of_signature;
    const double cost = cost_of_words(leaf, room, look);
    if (cost <= room) return cost;
    // What is looked at depends on the rarest word alone.
    (void)cost_of_word(rarest_word(leaf, room), room / (look + 1));
    return cost_of_words(leaf, room, look);
  }

  QueryWord& rarest_word(Query& leaf, double room) {
    QueryWord* rarest = nullptr;
    double least = 0;
    for_each_leaf(leaf, [&](Query& each) {
      for (QueryWord& word : each.words) {
        const double cost = cost_of_word(word, room);
        if (rarest != nullptr && cost >= least) continue;
        rarest = &word;
        least = cost;
      }
    });
    return *rarest;
  }

  /// Together with a look at each article that has the rarest of them. Each word is given `room`.
  double cost_of_words(Query& leaf, double room, double look) {
    double sum = 0;
    double least = -1;
    double least_looks = -1;
    std::size_t words = 0;
    for_each_leaf(leaf, [&](Query& each) {
      for (QueryWord& word : each.words) {
        double cost = cost_of_word(word, room);
        double looks = cost;  // articles that are looked at, if it is the rarest
        if (is_as_typed(word) && may_be_stop_word(word)) {
          cost *= cost_of_stop_word_in_phrase;
          looks = cost * cost_of_stop_word_in_phrase / look;
        }
        sum += cost;
        least = least < 0 ? cost : std::min(least, cost);
        least_looks = least_looks < 0 ? looks : std::min(least_looks, looks);
        ++words;
      }
    });
    return std::min(sum, least * static_cast<double>(words)) + least_looks * look;
  }

  /// The children from `first` on, each within the room, as many of the cheapest as fit into it together.
  /// None costs more than `most`.
  double keep_rarest(Query& query, std::size_t first, double room,
                     double most = std::numeric_limits<double>::max()) {
    std::vector<double> costs = costs_of_children(query, first, room);
    for (double& cost : costs) cost = std::min(cost, most);
    std::vector<std::size_t> order(costs.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return costs[i]; });
    double sum = 0;
    std::vector<bool> kept(costs.size());
    const std::vector<std::size_t> originals = originals_of_children(query, first);
    for (const std::size_t i : order) {
      if (originals[i] != i) {  // it costs as much, and so comes after its original
        kept[i] = kept[originals[i]];
        continue;
      }
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
    const std::vector<std::size_t> originals = originals_of_children(query, 0);
    for (std::size_t i = 0; i < costs.size(); ++i) {
      if (originals[i] != i) {
        kept[i] = kept[originals[i]];
        continue;
      }
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

  /// For each child from `first` on the number of the first that is the same word or phrase, often itself:
  /// whoever asks for one again has its articles looked up once.
  static std::vector<std::size_t> originals_of_children(const Query& query, std::size_t first) {
    std::vector<std::size_t> originals;
    std::map<CountedStems, std::size_t> known;
    std::map<std::size_t, std::size_t> known_leaves;
    for (std::size_t i = first; i < query.children.size(); ++i) {
      const Query& child = query.children[i];
      const bool is_told_by_stems = child.kind == Kind::word && !child.field &&
                                    child.words.front().form == QueryWord::Form::inflected &&
                                    child.words.front().parts.empty() &&
                                    !may_be_stop_word(child.words.front());
      std::size_t original = i - first;
      if (is_told_by_stems) {
        original = known.emplace(counted_stems(child.words.front()), original).first->second;
      } else if (!child.words.empty()) {
        original = known_leaves.emplace(child.leaf, original).first->second;
      }
      originals.push_back(original);
    }
    return originals;
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
    if (children.size() == 1) {
      children.front().weight *= query.weight;
      Query only = std::move(children.front());
      query = std::move(only);
    } else {
      query.children = std::move(children);
    }
  }

  void note(std::size_t position, std::string name) {
    std::pair<std::size_t, std::string> part(position, std::move(name));
    if (std::ranges::find(left_out_, part) == left_out_.end()) left_out_.push_back(std::move(part));
  }

  const Lexicon& lexicon_;
  std::vector<std::pair<std::size_t, std::string>> left_out_;
};

}  // namespace

double keep_within_budget(Query& query, const Lexicon& lexicon, std::vector<Warning>& warnings,
                          double postings) {
  Budget budget(lexicon);
  const double share = takes_many_lists_at_once(query) ? 2 : 1;
  const double cost = share * budget.keep_within(query, postings / share);
  budget.tell(warnings);
  return cost;
}

}  // namespace kwic
