#include "data/small_memory.h"

#include <cstdint>
#include <new>
#include <utility>

namespace headrace {
namespace {

// Blocks of 16, 32, ... bytes, in lists by size. A list holds what some batches of events take.
constexpr size_t kStepBytes = 16;
constexpr size_t kLists = 32;
constexpr uint32_t kListBytesMax = 256 << 10;

struct Block {
  Block* next;
};

struct List {
  Block* first = nullptr;
  uint32_t blocks = 0;
};

// Without a destructor, since values may be freed by the destructors of others while a thread ends.
thread_local constinit List lists[kLists];
thread_local constinit bool keeps = true;

// Gives back what the thread that ends has kept.
struct AtThreadEnd {
  bool armed = false;
  ~AtThreadEnd() {
    keeps = false;
    for (List& list : lists) {
      while (list.first) ::operator delete(static_cast<void*>(std::exchange(list.first, list.first->next)));
    }
  }
};
thread_local AtThreadEnd at_thread_end;

// Sanitizers shall see each object come and go.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kKeepsBlocks = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
constexpr bool kKeepsBlocks = false;
#else
constexpr bool kKeepsBlocks = true;
#endif
#else
constexpr bool kKeepsBlocks = true;
#endif

// The list for a size; kLists and more: too large to be kept.
size_t list_of(size_t bytes) { return kKeepsBlocks ? (bytes + kStepBytes - 1) / kStepBytes - 1 : kLists; }

}  // namespace

void* allocate_small(size_t bytes) {
  const size_t i = list_of(bytes);
  if (i >= kLists) return ::operator new(bytes);
  List& list = lists[i];
  if (!list.first) return ::operator new((i + 1) * kStepBytes);
  --list.blocks;
  Block* block = list.first;
  list.first = block->next;
  return block;
}

void free_small(void* memory, size_t bytes) {
  const size_t i = list_of(bytes);
  if (i >= kLists || !keeps || lists[i].blocks * ((i + 1) * kStepBytes) >= kListBytesMax) {
    ::operator delete(memory);
    return;
  }
  List& list = lists[i];
  if (list.blocks == 0) at_thread_end.armed = true;  // named here, it is destroyed when the thread ends
  ++list.blocks;
  list.first = new (memory) Block{list.first};
}

}  // namespace headrace
