// The second half of a batch run: identities one after the other, in order of their first events. What waited
// is applied, open rows are saved, windows evaluated, results encoded and written.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "engine/batch.h"
#include "engine/key_order.h"
#include "engine/stream_evaluator.h"
#include "engine/window_evaluator.h"

namespace headrace {

// Takes tasks of consecutive identities; any number of threads gives the same results in the same order.
class Evaluation {
 public:
  // All outlive it. `stores` are the workers', and outlive the keys.
  Evaluation(const StreamPlan& stream, const WindowPlan* window, ResultSink& sink,
             const BatchOptions& options, KeyOrder& keys, std::deque<RowStore>& stores)
      : stream_(stream), window_(window), sink_(sink), options_(options), keys_(keys), stores_(stores) {}

  Status run(BatchStats* stats);

 private:
  // What a task gives, until it is written.
  struct Done {
    std::unique_ptr<ResultSink::Chunk> rows;
    StateSink::Part state;
  };
  class Worker;

  bool take(size_t* task, KeyBatch* batch, bool writes);
  void give(size_t task, Done done);
  void write_ready();
  void write_rest();
  void write(size_t task);
  void tell_progress() const;
  // Of several failures that of the first task is told, on any number of threads.
  void fail(Error error, size_t task);

  const StreamPlan& stream_;
  const WindowPlan* window_;
  ResultSink& sink_;
  const BatchOptions& options_;
  KeyOrder& keys_;
  std::deque<RowStore>& stores_;
  const BatchStats* total_ = nullptr;    // as it was when all events were read
  std::atomic<size_t> tasks_{SIZE_MAX};  // how many there are, once they are known to end
  std::atomic<uint64_t> evaluated_{0};   // identities, by all workers
  std::atomic<size_t> written_{0};       // tasks
  std::atomic<bool> failed_{false};
  std::mutex order_mutex_;  // of keys_ and next_
  size_t next_ = 0;         // the task to take
  std::mutex mutex_;        // of what follows
  std::condition_variable ready_;
  std::unordered_map<size_t, Done> done_;  // by task
  Error error_;
  size_t failed_task_ = SIZE_MAX;
};

}  // namespace headrace
