"""One player's time line as HTML: a lane for events, one for sessions, one for each anchor with its windows.

Positions are shares of the time shown, in percent, so that lines of text keep their size at every width.
"""

import datetime
import html

DAY = 86400
ANCHOR_LOST = 4                                 # the anchor's condition in game-sessions/window.yml
WEEK_DAYS, LABEL_DAYS, LAST_COUNT = 7, 3, 2     # and its windows
SESSION_HEIGHT_MAX = 62
LEGEND = [('open', 'game opened'), ('won', 'level won'), ('lost', 'level lost'), ('purchase', 'purchase'),
          ('session', 'session, as high as it is long'), ('session anchor', 'anchor: four levels lost or more'),
          ('session dropped', 'the same, without a row'), ('before', 'features: the week before'),
          ('member last', 'the two sessions before'), ('after', 'label: the three days after')]


def seconds(text):
    return datetime.datetime.fromisoformat(text).timestamp()


def spoken(text, clock=True):
    """'9 March, 07:21'"""
    moment = datetime.datetime.fromisoformat(text)
    return f'{moment.day} {moment:%B}' + (f', {moment:%H:%M}' if clock else '')


class Scale:
    """Time to percent, from midnight before the first event to midnight after the last."""

    def __init__(self, times):
        self.begin = min(times) // DAY * DAY
        self.end = (max(times) // DAY + 1) * DAY

    def left(self, second):
        share = (min(max(second, self.begin), self.end) - self.begin) / (self.end - self.begin)
        return round(100 * share, 3)

    def mondays(self):
        first = self.begin + -int(self.begin // DAY + 3) % 7 * DAY
        return range(int(first), int(self.end), 7 * DAY)


def mark(scale, name, begin, end=None, title='', style=''):
    left = scale.left(begin)
    width = f'width:{scale.left(end) - left:.3f}%;' if end is not None else ''
    hint = f' title="{html.escape(title)}"' if title else ''
    return f'<i class="mark {name}" style="left:{left}%;{width}{style}"{hint}></i>'


def lane(scale, name, height, marks, kind=''):
    grid = ''.join(f'<i class="monday" style="left:{scale.left(day)}%"></i>' for day in scale.mondays())
    return (f'<div class="lane {kind}"><div class="name">{name}</div>'
            f'<div class="track" style="--height:{height}px">{grid}{"".join(marks)}</div></div>')


def axis(scale):
    days = [datetime.datetime.fromtimestamp(day, datetime.timezone.utc) for day in scale.mondays()]
    names = ''.join(f'<span style="left:{scale.left(day.timestamp())}%"><em>Mon </em>{day.day} {day:%b}</span>' for day in days)
    return f'<div class="lane axis"><div class="name"></div><div class="track">{names}</div></div>'


def event_lane(scale, events):
    marks = []
    for event in events:
        kind = event['event'] if event['event'] != 'level' else 'won' if event['won'] else 'lost'
        title = {'open': 'game opened', 'won': 'level won', 'lost': 'level lost'}.get(kind)
        title = title or f'{event["item"]} bought for ${event["cents"] / 100:.2f}'
        marks.append(mark(scale, kind, seconds(event['time']), title=f'{spoken(event["time"])}: {title}'))
    return lane(scale, f'<b>Events</b><span>{len(events)} of them</span>', 58, marks)


def is_anchor(session):
    return session['lost'] >= ANCHOR_LOST


def anchor_kind(session, starts):
    """As what a session is drawn: only an anchor with all its windows filled gives a row."""
    return 'anchor' if session['_start_time'] in starts else 'dropped' if is_anchor(session) else ''


def session_lane(scale, sessions, starts):
    longest = max(session['minutes'] for session in sessions) or 1
    marks = [mark(scale, 'drop-line', seconds(start), style='top:auto;height:14px;') for start in starts]
    for session in sessions:
        height = 5 + (SESSION_HEIGHT_MAX - 5) * session['minutes'] / longest
        title = (f'{spoken(session["_start_time"])}: {session["played"]} levels, {session["lost"]} lost, '
                 f'{session["minutes"]:.0f} minutes, ${session["spent"]:.2f} spent')
        marks.append(mark(scale, 'session ' + anchor_kind(session, starts), seconds(session['_start_time']),
                          seconds(session['_end_time']), title, f'height:{height:.1f}px'))
    return lane(scale, f'<b>Sessions</b><span>{len(sessions)}, each ended by half an hour of silence</span>',
                SESSION_HEIGHT_MAX + 8, marks)


def anchor_lane(scale, sessions, row, passing):
    """An anchor's windows with the sessions they hold. `passing`: anchors whose lines go on to lanes below."""
    anchor = seconds(row['now.start'])
    before, after = anchor - WEEK_DAYS * DAY, anchor + LABEL_DAYS * DAY
    earlier = [session for session in sessions if seconds(session['_start_time']) < anchor][-LAST_COUNT:]
    marks = [mark(scale, 'drop-line', seconds(start)) for start in passing]
    marks.append(mark(scale, 'drop-line', anchor, style='bottom:50%;'))
    marks.append(mark(scale, 'before', before, anchor, 'features: the seven days before'))
    marks.append(mark(scale, 'after', anchor, after, 'label: the three days after'))
    for session in sessions:
        start = seconds(session['_start_time'])
        if start != anchor and (before < start < after or session in earlier):
            name = 'outcome' if start > anchor else 'member last' if session in earlier else 'member'
            marks.append(mark(scale, name, start, seconds(session['_end_time']), spoken(session['_start_time'])))
            if name == 'outcome' and session['spent'] > 0:
                marks.append(mark(scale, 'purchase bought', start, title=f'${session["spent"]:.2f} spent'))
    marks.append(mark(scale, 'moment', anchor, title='the anchor'))
    bought = 'bought' if row['next.bought'] else 'did not buy'
    name = (f'<b>{spoken(row["now.start"])}</b><span>{row["now.lost"]} levels lost; the week before: '
            f'{row["week.sessions"]} sessions, {row["week.minutes"]:.0f} minutes</span> '
            f'<span class="label">→ {bought}</span>')
    return lane(scale, name, 84, marks)


def legend():
    return '<ul class="legend">' + ''.join(
        f'<li><i class="mark {kind}"></i>{what}</li>' for kind, what in LEGEND) + '</ul>'


def render(events, sessions, rows):
    scale = Scale([seconds(event['time']) for event in events])
    starts = [row['now.start'] for row in rows]
    lanes = [axis(scale), event_lane(scale, events), session_lane(scale, sessions, starts)]
    lanes += [anchor_lane(scale, sessions, row, starts[number + 1:]) for number, row in enumerate(rows)]
    return ('<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="Time line">'
            '<div class="chart">' + '\n'.join(lanes) + f'</div></div>{legend()}</div>')
