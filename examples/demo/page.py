"""The demo's page: one player's events, sessions, anchors and windows on a time line, as HTML with inline SVG."""

import datetime
import html

DAY = 86400
WEEK_DAYS, LABEL_DAYS = 7, 3    # the windows of game-sessions/window.yml
WIDTH, LEFT, RIGHT = 1120, 130, 24
EVENTS_Y, SESSIONS_Y, ANCHORS_Y, ANCHOR_HEIGHT = 52, 84, 190, 54
SESSION_HEIGHT_MAX = 64
TITLES = {'open': 'an opening of the game', 'level': 'a level', 'purchase': 'a purchase'}
LEGEND = [('#9aa7b4', 'opening'), ('#4f7cac', 'level'), ('#d1762b', 'purchase'), ('#a9c4e0', 'session'),
          ('#c0392b', 'anchor session'), ('#dfe7ef', 'features: 7 days'), ('#f5e1d1', 'label: 3 days')]

STYLE = '''
body { font: 15px/1.5 system-ui, sans-serif; color: #1d2733; max-width: 1160px; margin: 32px auto; padding: 0 16px; }
h1 { font-size: 24px; margin-bottom: 4px; } p { max-width: 75ch; } svg { width: 100%; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: #44505c; }
.grid { stroke: #e6eaee; }
svg .head { font-weight: 600; fill: #1d2733; }
.open { fill: #9aa7b4; } .level { fill: #4f7cac; } .purchase { fill: #d1762b; }
.session { fill: #a9c4e0; stroke: #4f7cac; } .anchor { fill: #c0392b; stroke: #8e2a1f; }
.before { fill: #4f7cac; opacity: .18; } .after { fill: #d1762b; opacity: .22; }
.member { fill: #4f7cac; } .outcome { fill: #d1762b; }
.anchor-line { stroke: #c0392b; stroke-width: 1.5; stroke-dasharray: 3 3; }
table { border-collapse: collapse; font-size: 13px; margin-top: 8px; }
th, td { padding: 4px 10px; border-bottom: 1px solid #e6eaee; }
th { text-align: left; } td { font-variant-numeric: tabular-nums; } .scroll { overflow-x: auto; }
i { display: inline-block; width: 12px; height: 12px; margin: 0 4px 0 14px; font-style: normal; vertical-align: -1px; }
'''


def seconds(text):
    return datetime.datetime.fromisoformat(text).timestamp()


class Scale:
    """Time to x, from midnight before the first event to midnight after the last."""

    def __init__(self, times):
        self.begin = min(times) // DAY * DAY
        self.end = (max(times) // DAY + 1) * DAY

    def x(self, second):
        share = (min(max(second, self.begin), self.end) - self.begin) / (self.end - self.begin)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def rect(scale, begin, end, y, height, name, title, width_min=0.0):
    x = scale.x(begin)
    width = max(scale.x(end) - x, width_min)
    return (f'<rect class="{name}" x="{x}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}">'
            f'<title>{html.escape(title)}</title></rect>')


def days(scale, bottom):
    step = max(1, round((scale.end - scale.begin) / DAY / 14))
    for day in range(int(scale.begin), int(scale.end) + 1, step * DAY):
        x = scale.x(day)
        name = datetime.datetime.fromtimestamp(day, datetime.timezone.utc).strftime('%d %b')
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="26" y2="{bottom}"/>'
        yield f'<text x="{x}" y="18" text-anchor="middle">{name}</text>'


def event_marks(scale, events):
    yield f'<text class="head" x="8" y="{EVENTS_Y + 4}">events</text>'
    for event in events:
        kind = event['event']
        y, radius = (EVENTS_Y - 7, 4) if kind == 'purchase' else (EVENTS_Y, 2.2)
        yield (f'<circle class="{kind}" cx="{scale.x(seconds(event["time"]))}" cy="{y}" r="{radius}">'
               f'<title>{TITLES[kind]}, {event["time"]}</title></circle>')


def session_bars(scale, sessions, anchor_starts):
    yield f'<text class="head" x="8" y="{SESSIONS_Y + SESSION_HEIGHT_MAX - 4}">sessions</text>'
    yield f'<text x="8" y="{SESSIONS_Y + SESSION_HEIGHT_MAX + 12}">height: minutes</text>'
    longest = max(session['minutes'] for session in sessions) or 1
    for session in sessions:
        height = 4 + (SESSION_HEIGHT_MAX - 4) * session['minutes'] / longest
        start = session['_start_time']
        top = SESSIONS_Y + SESSION_HEIGHT_MAX - height
        yield rect(scale, seconds(start), seconds(session['_end_time']), top, height,
                   'anchor' if start in anchor_starts else 'session',
                   f'{start}: {session["played"]} levels, {session["lost"]} lost, '
                   f'{session["minutes"]:.1f} minutes, {session["spent"]:.2f} spent', 4)


def anchor_lane(scale, sessions, row, y):
    """An anchor's windows, and in them the sessions that they hold."""
    anchor = seconds(row['now.start'])
    before, after = anchor - WEEK_DAYS * DAY, anchor + LABEL_DAYS * DAY
    x = scale.x(anchor)
    yield f'<line class="anchor-line" x1="{x}" x2="{x}" y1="{SESSIONS_Y}" y2="{y + 30}"/>'
    yield f'<text class="head" x="8" y="{y + 12}">anchor {row["now.start"][5:10]}</text>'
    yield f'<text x="8" y="{y + 27}">{row["now.lost"]} levels lost</text>'
    yield rect(scale, before, anchor, y, 26, 'before', 'the seven days before')
    yield rect(scale, anchor, after, y, 26, 'after', 'the three days after')
    for session in sessions:
        start = seconds(session['_start_time'])
        if before < start < after and start != anchor:
            name = 'member' if start < anchor else 'outcome'
            yield rect(scale, start, seconds(session['_end_time']), y + 5, 16, name, session['_start_time'], 4)
    yield (f'<text x="{x - 4}" y="{y + 40}" text-anchor="end">{row["week.sessions"]} sessions, '
           f'{row["week.minutes"]:.0f} min</text>')
    label = 'bought' if row['next.bought'] else 'did not buy'
    yield f'<text x="{x + 4}" y="{y + 40}">{label}</text>'


def picture(events, sessions, rows):
    scale = Scale([seconds(event['time']) for event in events])
    bottom = ANCHORS_Y + ANCHOR_HEIGHT * len(rows)
    yield f'<svg viewBox="0 0 {WIDTH} {bottom}" role="img" aria-label="one player\'s time line">'
    yield from days(scale, bottom)
    yield from event_marks(scale, events)
    yield from session_bars(scale, sessions, {row['now.start'] for row in rows})
    for number, row in enumerate(rows):
        yield from anchor_lane(scale, sessions, row, ANCHORS_Y + ANCHOR_HEIGHT * number)
    yield '</svg>'


def table(rows):
    columns = [column for column in rows[0] if not column.endswith('._identity')]
    heads = ''.join(f'<th>row {number}</th>' for number in range(1, len(rows) + 1))
    yield f'<div class="scroll"><table><tr><th>column</th>{heads}</tr>'
    for column in columns:
        cells = ''.join(f'<td>{html.escape(str(row[column]))}</td>' for row in rows)
        yield f'<tr><th>{html.escape(column)}</th>{cells}</tr>'
    yield '</table></div>'


def render(name, events, sessions, rows):
    """The page for one player who has at least one row."""
    title = f'{html.escape(name)}: from events to training rows'
    return '\n'.join([
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
        f'<style>{STYLE}</style></head><body>',
        f'<h1>{title}</h1>',
        f'<p>{len(events)} events became {len(sessions)} sessions (a session ends after half an hour of silence). A',
        'session with four lost levels or more is an anchor. Its row has features of the seven days before it and, as',
        'the label, whether the player bought something in the three days after it.</p>',
        '<p>' + ' '.join(f'<i style="background:{colour}"></i>{what}' for colour, what in LEGEND) + '</p>',
        *picture(events, sessions, rows),
        '<h2>The rows</h2>',
        *table(rows),
        '</body></html>', ''])
