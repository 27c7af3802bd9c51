// Right dock: what is selected, its history and what can be done with it. Draws into the current window, which is the
// inspector. UI thread.
#pragma once

#include "panels/forms/dialogs.hpp"
#include "panels/forms/report_form_panel.hpp"
#include "panels/frame.hpp"
#include "panels/inspect/asset_form.hpp"
#include "panels/inspect/asset_sheet.hpp"
#include "panels/inspect/history.hpp"
#include "panels/inspect/knowledge.hpp"

namespace vigie::panels {

struct InspectorState {
    gis::EntityRef pinned;              // stays shown while the selection moves on
    HistoryCache history;
    bool whole_history = false;
    CrewProposals proposals;
    Duplicates duplicates;
    ReportLore lore;
    CrewLoad load;
    Displaced displaced;
    gis::EntityRef shown;               // of the last frame: what belongs to one object is forgotten with it
    gis::EntityRef revealed;            // whose personal data the person asked to see
    ReportFormPanel form;
    DialogState dialog;
    AssetForm asset_form;
    AssetSheet sheet;
};

void draw_inspector(Frame& frame, InspectorState& state);
// Questions asked before a command, over everything else; call once a frame whatever the workspace.
void draw_inspector_dialogs(Frame& frame, InspectorState& state);

} // namespace vigie::panels
