#include "query/filter.h"

#include "analysis/folding.h"
#include "query/wildcards.h"
#include "text/host.h"

namespace kwic {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

std::string in_lower_case(std::string_view text) {
  std::string form(text);
  for (char& c : form) c = lower(c);
  return form;
}

}  // namespace

bool Filter::accepts(const Article& article) const {
  switch (kind) {
    case QueryField::Kind::date:
      return dates.contains(article.date);
    case QueryField::Kind::language:
      return article.language == value;
    case QueryField::Kind::path:
      return covers_path(value, article.path);
    case QueryField::Kind::site:
      return covers_host(value, fold(host_of(article.url)));
    case QueryField::Kind::id:
      return article.id == value;
    case QueryField::Kind::word_count:
      return numbers.contains(article.words);
    case QueryField::Kind::words:
      break;
  }
  return false;
}

bool covers_host(std::string_view site, std::string_view host) noexcept {
  if (!host.ends_with(site) || site.empty()) return false;
  return host.size() == site.size() || host[host.size() - site.size() - 1] == '.';
}

bool covers_path(std::string_view pattern, std::string_view path) {
  if (path.empty()) return false;
  std::string whole = in_lower_case(pattern);
  while (whole.ends_with('/')) whole.pop_back();
  if (!whole.starts_with('/')) whole.insert(0, "*/");
  const std::string form = '/' + in_lower_case(path);
  std::string_view below = form;
  while (below.starts_with("//")) below.remove_prefix(1);
  return matches_wildcards(whole, below) || matches_wildcards(whole + "/*", below);
}

}  // namespace kwic
