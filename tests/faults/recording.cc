#include "faults/recording.h"

#include "support/shared_files.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

/// What disks write whole.
constexpr std::size_t block_size = 4096;

/// Of steps with folders, and with files that have no name any more.
constexpr std::size_t no_file = std::string::npos;

std::uint64_t take_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  if (bytes.size() < sizeof number) throw std::runtime_error("a recording is cut off");
  std::memcpy(&number, bytes.data(), sizeof number);
  bytes.remove_prefix(sizeof number);
  return number;
}

std::string take_text(std::string_view& bytes) {
  const std::uint64_t size = take_number(bytes);
  if (bytes.size() < size) throw std::runtime_error("a recording is cut off");
  std::string text(bytes.substr(0, size));
  bytes.remove_prefix(size);
  return text;
}

bool changes_names(const Step& step) {
  return step.kind != Step::Kind::write && step.kind != Step::Kind::sync;
}

/// The names in a place, and which file each stands for.
struct Names {
  std::map<std::string, std::size_t> files;
  std::set<std::string> folders;

  /// `fresh` is the number of the file that the step may make.
  void apply(const Step& step, std::size_t fresh) {
    switch (step.kind) {
      case Step::Kind::create:
      case Step::Kind::truncate:
        files.try_emplace(step.path, fresh);
        return;
      case Step::Kind::make_folder:
        folders.insert(step.path);
        return;
      case Step::Kind::unlink:
        files.erase(step.path);
        folders.erase(step.path);
        return;
      case Step::Kind::rename:
        rename(step);
        return;
      default:
        return;
    }
  }

private:
  void rename(const Step& step) {
    const auto renamed = [&](const std::string& path) {
      const bool inside = path == step.path || path.starts_with(step.path + '/');
      return inside ? step.text + path.substr(step.path.size()) : path;
    };
    Names after;
    // What is replaced goes first, so that what replaces it stays.
    files.erase(step.text);
    for (const auto& [path, file] : files) after.files[renamed(path)] = file;
    for (const std::string& path : folders) after.folders.insert(renamed(path));
    *this = std::move(after);
  }
};

/// What a program saw, and what of it reached the disk.
class Replay {
public:
  Replay(const fs::path& before, const fs::path& place, std::mt19937& random) : random_(random) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(before)) {
      const std::string path = (place / entry.path().lexically_relative(before)).string();
      if (entry.is_directory()) {
        seen_.folders.insert(path);
      } else {
        seen_.files[path] = contents_.size();
        contents_.push_back(read_file(entry.path()));
      }
    }
    kept_ = seen_;
  }

  void run(const std::vector<Step>& steps, std::size_t count) {
    const std::size_t old_files = contents_.size();
    contents_.resize(old_files + count);
    std::vector<std::size_t> files(count, no_file);
    for (std::size_t i = 0; i < count; ++i) {
      if (const auto file = seen_.files.find(steps[i].path); file != seen_.files.end())
        files[i] = file->second;
      seen_.apply(steps[i], old_files + i);
      if (steps[i].kind == Step::Kind::truncate) files[i] = seen_.files.at(steps[i].path);
    }
    const std::size_t names = kept_names(steps, count);
    const std::vector<bool> synced = synced_writes(steps, files);
    for (std::size_t i = 0; i < count; ++i) {
      if (i < names) kept_.apply(steps[i], old_files + i);
      if (files[i] == no_file) continue;
      if (steps[i].kind == Step::Kind::write) write(contents_[files[i]], steps[i], synced[i]);
      const bool cut = steps[i].kind == Step::Kind::truncate && (synced[i] || random_() % 2 == 0);
      if (cut) contents_[files[i]].resize(steps[i].number);
    }
  }

  void store(const fs::path& folder, const fs::path& place) const {
    fs::create_directories(folder);
    const auto here = [&](const std::string& path) {
      return folder / fs::path(path).lexically_relative(place);
    };
    for (const std::string& path : kept_.folders) fs::create_directories(here(path));
    for (const auto& [path, file] : kept_.files)
      std::ofstream(here(path), std::ios::binary) << contents_[file];
  }

private:
  static std::vector<bool> synced_writes(const std::vector<Step>& steps,
                                         const std::vector<std::size_t>& files) {
    std::vector<bool> synced(files.size());
    std::set<std::size_t> will_be_synced;
    for (std::size_t i = files.size(); i-- > 0;) {
      if (steps[i].kind == Step::Kind::sync) will_be_synced.insert(files[i]);
      synced[i] = files[i] != no_file && will_be_synced.contains(files[i]);
    }
    return synced;
  }

  /// How many steps certainly changed the names on the disk, and some more.
  std::size_t kept_names(const std::vector<Step>& steps, std::size_t count) {
    const auto parent = [](const std::string& path) { return fs::path(path).parent_path().string(); };
    std::set<std::string> synced_folders;
    std::size_t certain = count;
    for (; certain > 0; --certain) {
      const Step& step = steps[certain - 1];
      if (step.kind == Step::Kind::sync) synced_folders.insert(step.path);
      if (!changes_names(step)) continue;
      if (synced_folders.contains(parent(step.path))) break;
      if (step.kind == Step::Kind::rename && synced_folders.contains(parent(step.text))) break;
    }
    return certain + random_() % (count - certain + 1);
  }

  void write(std::string& content, const Step& step, bool is_synced) {
    for (std::size_t at = 0; at < step.text.size();) {
      const std::size_t place = step.number + at;
      const std::size_t size = std::min(step.text.size() - at, block_size - place % block_size);
      if (is_synced || random_() % 2 == 0) {
        content.resize(std::max(content.size(), place + size));
        content.replace(place, size, step.text, at, size);
      }
      at += size;
    }
  }

  std::mt19937& random_;
  Names seen_;
  Names kept_;
  std::vector<std::string> contents_;  ///< by file
};

}  // namespace

std::vector<Step> read_recording(const fs::path& file) {
  const std::string content = read_file(file);
  std::string_view bytes = content;
  std::vector<Step> steps;
  while (!bytes.empty()) {
    Step step;
    step.kind = static_cast<Step::Kind>(bytes.front());
    bytes.remove_prefix(1);
    step.number = take_number(bytes);
    step.path = take_text(bytes);
    step.text = take_text(bytes);
    steps.push_back(std::move(step));
  }
  return steps;
}

void cut_power(const fs::path& folder, const fs::path& before, const fs::path& place,
               const std::vector<Step>& steps, std::size_t count, std::mt19937& random) {
  Replay replay(before, place, random);
  replay.run(steps, count);
  replay.store(folder, place);
}

}  // namespace kwic::test
