"""Claims beside the words they are to rest on, made up or about public facts: faithful ones and
subtly wrong ones."""

from tests.docket_maker import ARC, GUILD, MERIDIAN, TETHER

LANTERN = "The Guild recommends that strings longer than 120 metres carry a lantern after sunset."
PAPER = "We do not support a licence for paper kites, because paper kites have never hurt a person."
FLIGHTS = "Our members counted 4,200 flights last summer and saw three accidents."
COURSE = "Every new flyer should take a training course of ten hours before the first flight over a town."
MAY = "Training may reduce accidents near airports, although the data of one summer are thin."
RUNWAY = "Kites within five kilometres of a runway should be banned during landing hours."
PILOT = "In 2029 pilots reported 57 kites near runways, and 12 landings were broken off."
COST = "Monitoring stations along the coast cost 40,000 dollars a year and airports cannot pay for them."
TENSILE = "The Bureau should require a tensile test of every tether that is sold."
PLANS = "Open plans cost nothing to copy, and schools have built 900 kites from them."
SHARE = (
    "About 15 percent of tethers break in the first year, and some makers replace them for free."
)
BOTH = "Paper kites should be licensed by the Bureau. Balloons should not be licensed by anybody."
MOON = "Apollo 11 landed on the Moon on July 20, 1969, with two astronauts in the lunar module."
WATER = "At sea level, pure water boils at 100 degrees Celsius and freezes at 0 degrees."
QUOTED = "Meridian argues that open plans help builders, but we see a danger to every town."
NAMED = "We build on what Meridian learned, but we see a danger to every town in open plans."
ACT = "The Clean Air Act of 1970 lets the agency set limits on what cars emit."
OPTIONS = "Measuring helps to weigh the risk of different options, including non-paper options."

RIGHT: list[tuple[str, str, str]] = [
    (LANTERN, LANTERN, GUILD),
    ("The Guild recommends a lantern after sunset on strings longer than 120 metres.", LANTERN, GUILD),
    ("Strings longer than 120 metres should carry a lantern after sunset.", LANTERN, GUILD),
    ("According to the Kite Flyers' Guild, strings longer than 120 metres need a lantern after sunset.", LANTERN, GUILD),
    ("The Guild does not support a licence for paper kites.", PAPER, GUILD),
    ("The Guild opposes a licence for paper kites.", PAPER, GUILD),
    ("Paper kites have never hurt a person, the Guild says.", PAPER, GUILD),
    ("Members of the Guild counted 4200 flights last summer and three accidents.", FLIGHTS, GUILD),
    ("KFG members saw three accidents in 4,200 flights last summer.", FLIGHTS, GUILD),
    ("New flyers should take a training course of ten hours before flying over a town.", COURSE, GUILD),
    ("Training may reduce accidents near airports.", MAY, GUILD),
    ("The Guild says that training could reduce accidents near airports.", MAY, GUILD),
    ("The data of one summer are thin.", MAY, GUILD),
    ("Kites should be banned within five kilometres of a runway during landing hours.", RUNWAY, ARC),
    ("The Airport Runway Council wants kites banned within five kilometres of a runway during landing hours.", RUNWAY, ARC),
    ("Pilots reported 57 kites near runways in 2029.", PILOT, ARC),
    ("In 2029, 12 landings were broken off.", PILOT, ARC),
    ("Airports cannot pay for monitoring stations along the coast.", COST, ARC),
    ("Monitoring stations on the coast cost 40000 dollars a year.", COST, ARC),
    ("The Bureau should require a tensile test of each tether sold.", TENSILE, TETHER),
    ("Tether & Line asks for a tensile test of every tether that is sold.", TENSILE, TETHER),
    ("Schools have built 900 kites from open plans.", PLANS, MERIDIAN),
    ("Copying open plans costs nothing.", PLANS, MERIDIAN),
    ("About 15% of tethers break in the first year.", SHARE, TETHER),
    ("Some makers replace tethers for free.", SHARE, TETHER),
    ("Paper kites should be licensed by the Bureau.", BOTH, TETHER),
    ("Balloons should not be licensed.", BOTH, TETHER),
    ("Apollo 11 landed on the Moon on July 20, 1969.", MOON, MERIDIAN),
    ("Two astronauts were in the lunar module of Apollo 11.", MOON, MERIDIAN),
    ("Pure water at sea level boils at 100 degrees Celsius.", WATER, MERIDIAN),
    ("The Clean Air Act of 1970 lets the agency limit what cars emit.", ACT, MERIDIAN),
    ("Meridian argues that open plans help builders.", QUOTED, ARC),
]  # fmt: skip

WRONG: list[tuple[str, str, str, str]] = [
    ("negation", "Measuring helps to weigh the risk of different options, including paper options.", OPTIONS, GUILD),
    ("figure", LANTERN.replace("120", "210"), LANTERN, GUILD),
    ("figure", "Pilots reported 75 kites near runways in 2029.", PILOT, ARC),
    ("figure", "Pilots reported 57 kites near runways in 2028.", PILOT, ARC),
    ("figure", "Monitoring stations along the coast cost 400,000 dollars a year.", COST, ARC),
    ("figure", "About 15 tethers of a hundred makers break in the first year.", SHARE, TETHER),
    ("figure", "About 15 tethers break in the first year.", SHARE, TETHER),
    ("figure", "Water boils at 100% at sea level, 100 degrees Celsius.", WATER, MERIDIAN),
    ("number word", "The members saw four accidents in 4,200 flights last summer.", FLIGHTS, GUILD),
    ("number word", "New flyers should take a training course of twenty hours before the first flight.", COURSE, GUILD),
    ("number word", "Kites within fifteen kilometres of a runway should be banned during landing hours.", RUNWAY, ARC),
    ("number word", "New flyers should take a course of ten hours before the second flight over a town.", COURSE, GUILD),
    ("number word", "Three astronauts were in the lunar module of Apollo 11.", MOON, MERIDIAN),
    ("speaker", "Meridian recommends a lantern after sunset on strings longer than 120 metres.", LANTERN, GUILD),
    ("speaker", "According to ARC, paper kites have never hurt a person and no licence is supported.", PAPER, GUILD),
    ("speaker", "Meridian argues that there is a danger to every town, says Sly Fox.", QUOTED, ARC),
    ("speaker", "Meridian says there is a danger to every town in open plans.", NAMED, ARC),
    ("speaker", "Boeing says that strings longer than 120 metres carry a lantern after sunset.", LANTERN, GUILD),
    ("speaker", "Boeing's members counted 4,200 flights last summer and saw three accidents.", FLIGHTS, GUILD),
    ("negation", PAPER.replace("do not support", "support"), PAPER, GUILD),
    ("negation", "The Guild supports a licence for paper kites.", PAPER, GUILD),
    ("negation", "Paper kites have hurt a person, so the Guild does not support a licence.", PAPER, GUILD),
    ("negation", "Strings longer than 120 metres should not carry a lantern after sunset.", LANTERN, GUILD),
    ("negation", "The Bureau shouldn't require a tensile test of every tether that is sold.", TENSILE, TETHER),
    ("negation", "Airports can pay for the monitoring stations along the coast.", COST, ARC),
    ("negation", "Paper kites should not be licensed by the Bureau.", BOTH, TETHER),
    ("negation", "Balloons should be licensed by the Bureau.", BOTH, TETHER),
    ("negation", "Open plans cost something to copy, and schools have built 900 kites.", PLANS, MERIDIAN),
    ("name", "Strings longer than 120 metres should carry a Boeing lantern after sunset.", LANTERN, GUILD),
    ("name", "In 2029 pilots of Lufthansa reported 57 kites near runways.", PILOT, ARC),
    ("name", "The Clean Water Act of 1970 lets the agency set limits on what cars emit.", ACT, MERIDIAN),
    ("name", "Neil Armstrong landed Apollo 11 on the Moon on July 20, 1969.", MOON, MERIDIAN),
    ("overclaim", "Training reduces accidents near airports.", MAY, GUILD),
    ("overclaim", "Training will always reduce accidents near airports.", MAY, GUILD),
    ("overclaim", "The data prove that training may reduce accidents near airports.", MAY, GUILD),
    ("overclaim", "All makers replace tethers that break in the first year for free.", SHARE, TETHER),
    ("overclaim", "Makers replace tethers that break in the first year for free.", SHARE, TETHER),
    ("overclaim", "Only schools have built 900 kites from open plans.", PLANS, MERIDIAN),
    ("direction", "Strings shorter than 120 metres should carry a lantern after sunset.", LANTERN, GUILD),
    ("direction", "Training may increase accidents near airports.", MAY, GUILD),
    ("direction", "Kites within five kilometres of a runway should be allowed during landing hours.", RUNWAY, ARC),
    ("direction", "New flyers should take a training course of ten hours after the first flight over a town.", COURSE, GUILD),
    ("addition", "The Guild wants a tax on strings and jail for those who fly after sunset.", LANTERN, GUILD),
    ("addition", "Open plans have made workshops rich and kites beautiful all over the country.", PLANS, MERIDIAN),
]  # fmt: skip
