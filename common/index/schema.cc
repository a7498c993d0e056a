#include "index/schema.h"

#include "text/hash.h"
#include "text/utf8.h"

#include <algorithm>

namespace kwic::schema {
namespace {

std::size_t stored_size(std::string_view text) {
  return text.size() + static_cast<std::size_t>(std::ranges::count(text, '\0'));
}

}  // namespace

std::string make_term(std::string_view prefix, std::string_view text) {
  std::string term(prefix);
  if (prefix.size() + stored_size(text) <= longest_term) return term.append(text);
  const std::string hash = hexadecimal(hash_bytes(text));
  std::size_t kept = char_border_before(text, longest_term - prefix.size() - hash.size());
  while (prefix.size() + stored_size(text.substr(0, kept)) + hash.size() > longest_term) {
    kept = char_border_before(text, kept - 1);
  }
  return term.append(text.substr(0, kept)).append(hash);
}

}  // namespace kwic::schema
