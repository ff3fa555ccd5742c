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
  uint32_t room = 0;  // blocks that it still takes; 0 as well before the first
  bool begun = false;
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
      list.room = 0;
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

// What a list has no room for.
[[gnu::noinline]] void free_or_begin(void* memory, size_t i) {
  if (i >= kLists || !keeps || lists[i].begun) return ::operator delete(memory);
  at_thread_end.armed = true;  // named here, it is destroyed when the thread ends
  lists[i].begun = true;
  lists[i].room = static_cast<uint32_t>(kListBytesMax / ((i + 1) * kStepBytes) - 1);
  lists[i].first = new (memory) Block{nullptr};
}

}  // namespace

void* allocate_small(size_t bytes) {
  const size_t i = list_of(bytes);
  if (i >= kLists) return ::operator new(bytes);
  List& list = lists[i];
  Block* const block = list.first;
  if (!block) return ::operator new((i + 1) * kStepBytes);
  ++list.room;
  list.first = block->next;
  return block;
}

void free_small(void* memory, size_t bytes) {
  const size_t i = list_of(bytes);
  if (i >= kLists || lists[i].room == 0) return free_or_begin(memory, i);
  List& list = lists[i];
  --list.room;
  list.first = new (memory) Block{list.first};
}

}  // namespace headrace
