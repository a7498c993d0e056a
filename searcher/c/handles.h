#pragma once
/// Handles that are told when they are dead: a number in the clothes of a pointer, never used twice.

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace kwic::c {

/// The last handle given out; all kinds share the numbers, so that one is never taken for another.
inline std::uintptr_t& last_handle() {
  static std::uintptr_t last = 0;
  return last;
}

inline std::mutex& handles_mutex() {
  static std::mutex mutex;
  return mutex;
}

/// The living objects of one kind. `Handle` is the opaque type of the C interface.
template <typename Handle, typename Object>
class Handles {
public:
  Handle* add(std::shared_ptr<Object> object) {
    const std::lock_guard lock(handles_mutex());
    const std::uintptr_t number = ++last_handle();
    objects_.emplace(number, std::move(object));
    return reinterpret_cast<Handle*>(number);
  }

  /// Null for a dead one.
  std::shared_ptr<Object> find(const Handle* handle) {
    const std::lock_guard lock(handles_mutex());
    const auto found = objects_.find(reinterpret_cast<std::uintptr_t>(handle));
    return found == objects_.end() ? nullptr : found->second;
  }

  /// The object goes when the last call that uses it is over.
  void remove(const Handle* handle) {
    std::shared_ptr<Object> last;
    const std::lock_guard lock(handles_mutex());
    const auto found = objects_.find(reinterpret_cast<std::uintptr_t>(handle));
    if (found == objects_.end()) return;
    last = std::move(found->second);
    objects_.erase(found);
  }

private:
  std::unordered_map<std::uintptr_t, std::shared_ptr<Object>> objects_;
};

}  // namespace kwic::c
