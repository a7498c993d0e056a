#pragma once
/// A page as gumbo's tree, parsed within limits of depth, memory and time, and the ways to go through it.

#include <gumbo.h>

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace kwic {

inline constexpr std::size_t max_html_memory = std::size_t{1} << 30U;
inline constexpr std::size_t max_html_depth =
    1'000;  ///< open elements; real pages have some 50, and gumbo takes quadratic time
inline constexpr std::size_t max_html_seconds =
    10;  ///< of the processor; a real page takes some milliseconds

class HtmlTree {
public:
  /// Throws Error for a page beyond one of the limits. The page must outlive the tree.
  explicit HtmlTree(std::string_view page, double max_seconds = max_html_seconds);
  ~HtmlTree();
  HtmlTree(const HtmlTree&) = delete;
  HtmlTree& operator=(const HtmlTree&) = delete;

  [[nodiscard]] const GumboNode& root() const { return *root_; }

private:
  class Heap;
  static const GumboNode* parse(Heap& heap, const char* html, std::size_t size);

  std::unique_ptr<Heap> heap_;
  const GumboNode* root_;
};

/// nullptr for what has none: text and comments.
[[nodiscard]] const GumboVector* children_of(const GumboNode& node);
[[nodiscard]] bool is_element(const GumboNode& node);
[[nodiscard]] GumboTag tag_of(const GumboNode& node);
[[nodiscard]] std::string_view attribute(const GumboNode& node, const char* name);
[[nodiscard]] bool has_attribute(const GumboNode& node, const char* name);
[[nodiscard]] bool is_one_of(GumboTag tag, std::initializer_list<GumboTag> tags);

/// Calls enter(node), which says whether to go into it, and leave(node) for those gone into, in document
/// order.
template <class Enter, class Leave>
void walk(const GumboNode& root, Enter enter, Leave leave) {
  std::vector<std::pair<const GumboNode*, unsigned>> path;
  if (enter(root)) path.emplace_back(&root, 0);
  while (!path.empty()) {
    auto& [node, next] = path.back();
    const auto* const children = children_of(*node);
    if (children == nullptr || next == children->length) {
      leave(*node);
      path.pop_back();
      continue;
    }
    const auto& child = *static_cast<const GumboNode*>(children->data[next++]);
    if (enter(child)) path.emplace_back(&child, 0);
  }
}

}  // namespace kwic
