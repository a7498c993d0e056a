#include "program/batch.h"

#include "program/program.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <cerrno>
#include <cstring>
#include <iostream>

namespace kwic::program {
namespace {

[[noreturn]] void fail_to_read(const std::string& name) {
  throw Error(ErrorKind::not_readable, visible(name) + ": cannot read queries: " + std::strerror(errno));
}

}  // namespace

Batch::Batch(const std::string& name)
    : name_(name == "-" ? "standard input" : name), in_(name == "-" ? std::cin : file_) {
  if (name == "-") return;
  file_.open(name);
  if (file_ && file_.peek() != std::ifstream::traits_type::eof()) return;
  if (file_.eof()) return;
  fail_to_read(name);
}

std::optional<BatchQuery> Batch::next() {
  for (std::string line; std::getline(in_, line);) {
    ++line_;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) return BatchQuery{std::to_string(line_), std::move(line)};
    return BatchQuery{line.substr(0, tab), line.substr(tab + 1)};
  }
  if (has_failed(in_)) fail_to_read(name_);
  return std::nullopt;
}

}  // namespace kwic::program
