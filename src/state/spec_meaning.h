// What a state depends on of the spec that made it, as one value that a state file keeps: the streaming
// spec's expressions, and the names, kinds and types of all that they fill.
//
// Layout, comments, the description, the version (both mean the same), stores' settings and window specs are
// not in it: they change nothing that a state holds.
#pragma once

#include <string>
#include <vector>

#include "data/value.h"
#include "spec/spec.h"

namespace headrace {

// A dict of texts, numbers and lists of dicts; equal meanings encode to equal bytes.
Value meaning_of(const StreamingSpec& spec);

// Whether a value that was read has the shape of a meaning.
bool is_meaning(const Value& v, int depth = 0);

// Where two meanings differ, a sentence each: "field 'session.lost': Type was 'integer', is 'float'". Empty
// when they do not.
std::vector<std::string> differences(const Value& was, const Value& is);

}  // namespace headrace
