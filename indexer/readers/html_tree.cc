/// gumbo parses; nothing here recurses, because hostile pages are nested 100,000 deep.
#include "readers/html_tree.h"

#include "readers/fields.h"

#include <kwic/error.h>

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <ctime>
#include <string>

namespace kwic {
namespace {

constexpr std::size_t between_looks_at_clock =
    1'024;  ///< allocations: a look costs as much as some ten of them

double thread_seconds() {
  timespec time{};
  (void)::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

bool is_any_of(std::string_view list, std::string_view name) {
  return list.find(' ' + std::string(name) + ' ') != std::string_view::npos;
}

/// The end of a comment, or of an element whose content is no markup; `at` stands behind its "<".
std::size_t end_of_opaque(std::string_view html, std::size_t at, std::string_view name) {
  if (html.substr(at).starts_with("!--")) return std::min(html.find("-->", at), html.size());
  if (!is_any_of(" script style textarea title ", name)) return at;
  for (auto end = html.find("</", at); end != std::string_view::npos; end = html.find("</", end + 2))
    if (ascii_lower(html.substr(end + 2, name.size())) == name) return end;
  return html.size();
}

/// Looks at the tags alone: how deep they may nest, without those that close each other or have no content.
bool is_nested_too_deep(std::string_view html) {
  constexpr std::string_view shallow =
      " p li td th tr dt dd option tbody thead tfoot br hr img input meta link area base col embed source "
      "track wbr ";
  constexpr std::size_t longest_tag = 16;
  std::size_t depth = 0;
  for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    ++at;
    const bool closes = html.substr(at).starts_with('/');
    if (closes) ++at;
    const auto start = html.substr(at, longest_tag);
    const auto name = ascii_lower(start.substr(0, start.find_first_of(" \t\n\r\f/>")));
    if (!closes) at = end_of_opaque(html, at, name);
    const bool counts = !name.empty() && name[0] >= 'a' && name[0] <= 'z' && !is_any_of(shallow, name);
    if (!counts) continue;
    if (!closes && ++depth > max_html_depth) return true;
    if (closes && depth > 0) --depth;
  }
  return false;
}

}  // namespace

/// The memory of one parse, freed at once: gumbo's own destructor recurses as deep as the page is nested.
class HtmlTree::Heap {
public:
  explicit Heap(double max_seconds) : ends_at_(thread_seconds() + max_seconds) {}
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;
  ~Heap() {
    for (Block* block = last_; block != nullptr;) std::free(std::exchange(block, block->before));
  }

  /// gumbo cannot bear a failing allocation, so it is left by a jump to `stop`.
  static void* allocate(void* heap, std::size_t size) { return static_cast<Heap*>(heap)->add(size); }
  static void release(void* heap, void* data) {
    if (data != nullptr) static_cast<Heap*>(heap)->remove(static_cast<Block*>(data) - 1);
  }

  std::jmp_buf stop{};
  const char* reason = "";  ///< why it was stopped

private:
  struct alignas(std::max_align_t) Block {
    Block* before;
    Block* after;
    std::size_t size;
  };

  void* add(std::size_t size) {
    used_ += size + sizeof(Block);
    // All that gumbo does takes memory now and then, so this bounds its time too.
    if (++allocations_ % between_looks_at_clock == 0 && thread_seconds() > ends_at_)
      leave("HTML takes too long to parse");
    auto* const block =
        used_ <= max_html_memory ? static_cast<Block*>(std::malloc(size + sizeof(Block))) : nullptr;
    if (block == nullptr) leave("HTML takes too much memory to parse");
    *block = {.before = last_, .after = nullptr, .size = size};
    if (last_ != nullptr) last_->after = block;
    last_ = block;
    return block + 1;
  }

  [[noreturn]] void leave(const char* why) {
    reason = why;
    std::longjmp(stop, 1);
  }

  void remove(Block* block) {
    used_ -= block->size + sizeof(Block);
    (block->after != nullptr ? block->after->before : last_) = block->before;
    if (block->before != nullptr) block->before->after = block->after;
    std::free(block);
  }

  Block* last_ = nullptr;
  std::size_t used_ = 0;
  std::size_t allocations_ = 0;
  double ends_at_;
};

/// nullptr when the heap stopped it. Has no local objects, as the jump demands.
const GumboNode* HtmlTree::parse(Heap& heap, const char* html, std::size_t size) {
  if (setjmp(heap.stop) != 0) return nullptr;  // NOLINT(cert-err52-cpp)
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = Heap::allocate;
  options.deallocator = Heap::release;
  options.userdata = &heap;
  options.max_errors = 0;
  return gumbo_parse_with_options(&options, html, size)->root;
}

HtmlTree::HtmlTree(std::string_view page, double max_seconds) : heap_(std::make_unique<Heap>(max_seconds)) {
  if (is_nested_too_deep(page))
    throw Error(ErrorKind::not_readable, "HTML nested more than " + std::to_string(max_html_depth) + " deep");
  root_ = parse(*heap_, page.data(), page.size());
  if (root_ == nullptr) throw Error(ErrorKind::not_readable, heap_->reason);
}

HtmlTree::~HtmlTree() = default;

const GumboVector* children_of(const GumboNode& node) {
  if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
  if (node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE) return &node.v.element.children;
  return nullptr;
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

GumboTag tag_of(const GumboNode& node) {
  return is_element(node) ? node.v.element.tag : GUMBO_TAG_UNKNOWN;
}

std::string_view attribute(const GumboNode& node, const char* name) {
  const auto* const found = gumbo_get_attribute(&node.v.element.attributes, name);
  return found == nullptr ? std::string_view() : found->value;
}

bool has_attribute(const GumboNode& node, const char* name) {
  return gumbo_get_attribute(&node.v.element.attributes, name) != nullptr;
}

bool is_one_of(GumboTag tag, std::initializer_list<GumboTag> tags) {
  return std::ranges::find(tags, tag) != tags.end();
}

}  // namespace kwic
