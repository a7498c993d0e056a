#pragma once
/// An article as document data: one line of JSON with everything but the text, then the text as it is.

#include <kwic/article.h>

#include <string>
#include <string_view>

namespace kwic {

/// The stored form. Its strings must be UTF-8; what is not is repaired with U+FFFD.
[[nodiscard]] std::string store_article(const Article& article);

/// Reads it back. Throws Error (corrupt) if `stored` is nothing that store_article wrote.
[[nodiscard]] Article restore_article(std::string_view stored);

}  // namespace kwic
