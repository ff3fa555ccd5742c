// The parts of a spec, each read from its section. What is wrong is reported; what could be read is given.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "spec/names.h"
#include "spec/section.h"
#include "spec/spec.h"
#include "spec/types.h"

namespace headrace {

// Of one item of a list; null, and reported, when it is no mapping. `what` is "a field".
const YamlNode* item_mapping(Reading& reading, const YamlNode& item, std::string_view what,
                             const std::string& owner);
// "Sessions.session"; "Sessions.Aggregates[2]" for one without a name.
std::string qualified_name(const std::string& owner, const YamlNode& item, std::string_view list,
                           size_t index);

std::vector<FieldSpec> read_fields(Section& owner, std::string_view key, SectionKind kind, NameScope& names);
std::vector<StoreSpec> read_stores(Section& spec, NameScope& names);
std::vector<ImportSpec> read_imports(Section& spec);
std::vector<AggregateSpec> read_aggregates(Section& spec, SpecKind kind, const std::vector<StoreSpec>& stores,
                                           NameScope& names);
WindowRange read_window_range(Section& aggregate);

// Columns of a window spec's rows that would overwrite each other.
void check_columns(Reading& reading, const std::vector<AggregateSpec>& aggregates);

}  // namespace headrace
