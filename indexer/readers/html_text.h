#pragma once
/// The text of an HTML element as a reader of the page sees it.
///
/// Without scripts, styles and hidden elements. Blocks are parted by line breaks, white space is folded but
/// in <pre>, cells are parted by tabs.

#include <gumbo.h>

#include <string>

namespace kwic {

enum class Keep {
  main_text,   ///< without navigation, asides, forms, footers and the page's header
  whole_page,  ///< with all of these
};

[[nodiscard]] std::string text_of(const GumboNode& node, Keep keep = Keep::main_text);

}  // namespace kwic
