#pragma once
/// The host in an address of the web: what a query can name as a site.

#include <string_view>

namespace kwic {

/// "news.example.com" of "https://user@news.example.com:80/path"; empty if there is none.
[[nodiscard]] std::string_view host_of(std::string_view url) noexcept;

}  // namespace kwic
