/// Which elements are text, and where they break it.
#include "readers/html_text.h"

#include "readers/fields.h"
#include "readers/html_tree.h"
#include "readers/text_builder.h"

namespace kwic {
namespace {

bool is_never_text(GumboTag tag) {
  return is_one_of(tag,
                   {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_HEAD,
                    GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_SVG, GUMBO_TAG_CANVAS, GUMBO_TAG_VIDEO,
                    GUMBO_TAG_AUDIO, GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_BUTTON});
}

bool is_page_furniture(GumboTag tag) {
  return is_one_of(tag, {GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_FOOTER, GUMBO_TAG_FORM});
}

bool is_inline(GumboTag tag) {
  return is_one_of(
      tag,
      {GUMBO_TAG_A,      GUMBO_TAG_ABBR, GUMBO_TAG_ACRONYM, GUMBO_TAG_B,     GUMBO_TAG_BDI,  GUMBO_TAG_BDO,
       GUMBO_TAG_BIG,    GUMBO_TAG_CITE, GUMBO_TAG_CODE,    GUMBO_TAG_DATA,  GUMBO_TAG_DEL,  GUMBO_TAG_DFN,
       GUMBO_TAG_EM,     GUMBO_TAG_FONT, GUMBO_TAG_I,       GUMBO_TAG_IMG,   GUMBO_TAG_INS,  GUMBO_TAG_KBD,
       GUMBO_TAG_LABEL,  GUMBO_TAG_MARK, GUMBO_TAG_NOBR,    GUMBO_TAG_Q,     GUMBO_TAG_RP,   GUMBO_TAG_RT,
       GUMBO_TAG_RUBY,   GUMBO_TAG_S,    GUMBO_TAG_SAMP,    GUMBO_TAG_SMALL, GUMBO_TAG_SPAN, GUMBO_TAG_STRIKE,
       GUMBO_TAG_STRONG, GUMBO_TAG_SUB,  GUMBO_TAG_SUP,     GUMBO_TAG_TIME,  GUMBO_TAG_TT,   GUMBO_TAG_U,
       GUMBO_TAG_VAR,    GUMBO_TAG_WBR,  GUMBO_TAG_UNKNOWN});
}

bool is_line(GumboTag tag) {
  return is_one_of(tag, {GUMBO_TAG_LI, GUMBO_TAG_TR, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_OPTION});
}

bool is_cell(GumboTag tag) {
  return is_one_of(tag, {GUMBO_TAG_TD, GUMBO_TAG_TH});
}

/// Writes the text below one node.
class Renderer {
public:
  Renderer(const GumboNode& root, Keep keep)
      : root_(root), keep_(keep), whole_body_(tag_of(root) == GUMBO_TAG_BODY) {}

  std::string text() {
    walk(
        root_, [this](const GumboNode& node) { return enter(node); },
        [this](const GumboNode& node) { leave(node); });
    return std::string(trim(builder_.text()));
  }

private:
  [[nodiscard]] bool is_left_out(const GumboNode& node) const {
    const GumboTag tag = tag_of(node);
    if (is_never_text(tag) || has_attribute(node, "hidden")) return true;
    return keep_ == Keep::main_text && (is_page_furniture(tag) || (whole_body_ && tag == GUMBO_TAG_HEADER));
  }

  bool enter(const GumboNode& node) {
    if (!is_element(node)) return enter_text(node);
    if (&node != &root_ && is_left_out(node)) return false;
    const GumboTag tag = tag_of(node);
    if (tag == GUMBO_TAG_BR) builder_.break_line();
    if (tag == GUMBO_TAG_PRE) ++preformatted_;
    part(tag);
    return true;
  }

  bool enter_text(const GumboNode& node) {
    if (node.type == GUMBO_NODE_DOCUMENT) return true;
    if (node.type == GUMBO_NODE_COMMENT) return false;
    if (preformatted_ > 0)
      builder_.add_verbatim(node.v.text.text);
    else
      builder_.add(node.v.text.text);
    return false;
  }

  void leave(const GumboNode& node) {
    const GumboTag tag = tag_of(node);
    if (tag == GUMBO_TAG_PRE) --preformatted_;
    if (is_cell(tag))
      builder_.tab();
    else
      part(tag);
  }

  void part(GumboTag tag) {
    if (is_line(tag))
      builder_.end_line();
    else if (!is_inline(tag) && !is_cell(tag) && tag != GUMBO_TAG_BR)
      builder_.end_block();
  }

  const GumboNode& root_;
  Keep keep_;
  bool whole_body_;
  TextBuilder builder_;
  int preformatted_ = 0;
};

}  // namespace

std::string text_of(const GumboNode& node, Keep keep) {
  return Renderer(node, keep).text();
}

}  // namespace kwic
