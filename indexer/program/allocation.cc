// mimalloc's own operators abort when memory runs out, as they do not see the standard library's handler:
// these throw.
#include <mimalloc.h>

#include <cstddef>
#include <new>

void* operator new(std::size_t size) {
  if (void* const memory = mi_malloc(size)) return memory;
  throw std::bad_alloc();
}

void* operator new[](std::size_t size) {
  return operator new(size);
}

void operator delete(void* memory) noexcept {
  mi_free(memory);
}

void operator delete[](void* memory) noexcept {
  mi_free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
  mi_free(memory);
}

void operator delete[](void* memory, std::size_t /*size*/) noexcept {
  mi_free(memory);
}
