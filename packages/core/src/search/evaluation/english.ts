import { readTexts } from './read-set.ts';

/** Messages in English as people write them to characters, with many that only seem to be about what another one is. */
export const englishTexts = readTexts(
  'en',
  String.raw`
    sea1 3 The lights of the harbour looked golden tonight.
    sea2 40 Old harbours smell of tar and rope; I grew up next to one.
    sea3/a 12 A lighthouse keeper climbs two hundred steps every evening to light the lamp.
    sea4 90 My grandfather kept a lighthouse on a rock in the north sea for thirty years.
    sea5 1 See you at eight, I have to cook dinner, buy bread, call my sister, wash the car, water the plants and, if there is any time left, walk the dog along the harbour.
    sea6#sailing 20 We went sailing with my cousin and lost the anchor.
    sea7#sailing 8 Which knot holds an anchor rope best?
    sea8/a#sailing 8 A bowline or an anchor bend: both hold a rope under load and can be untied afterwards.
    sea9 300 The storm broke the mast of our boat.
    sea10 2 There is a storm of complaints about the new schedule.
    sea11 15 The tide comes in faster than a horse can run.
    sea12 200 Whales sing to each other across hundreds of miles of water.
    cook1 5 How long should I boil an egg so that the yolk stays soft?
    cook2/a 5 Six and a half minutes for a soft yolk, then straight into cold water.
    cook3 30 Grandma's apple pie needs cinnamon, butter and a lot of patience.
    cook4 60 I burned the apple pie again.
    cook5 7 My Apple laptop will not start after the update.
    cook6/a 33 For sourdough you feed the starter every day and keep it warm.
    cook7 34 The sourdough starter died because I forgot to feed it.
    cook8 100 A good curry begins with roasted cumin and coriander seeds.
    cook9 12 I prefer tea to coffee in the morning.
    cook10 11 The coffee machine at work is broken again, so nobody talks.
    cook11 500 coffee
    cook12/a 70 Grind the coffee beans coarsely for a french press and steep the coffee for four minutes; good coffee needs water just off the boil.
    code1 4 My python script throws a TypeError when the list is empty.
    code2 25 A python escaped from the zoo and was found in a garage.
    code3/a 4 Check for an empty list before you index into it, that avoids the TypeError.
    code4 45 How do I undo the last git commit without losing my changes?
    code5/a 45 Use git reset --soft HEAD~1: the commit is undone, your changes stay.
    code6 80 We are committed to the plan, whatever happens.
    code7 14 The server returned error 503 for ten minutes.
    code8 16 order-4711 has not arrived yet
    code9 17 Order 4712 arrived broken.
    code10 6 Does C++ have garbage collection?
    code11 6 I need vitamin C, the doctor says.
    code12 9 Open config.yaml and set the retries to 3.
    code13 10 The database index made the query a hundred times faster.
    code14 150 What is the index of the first prime above 1000?
    code15 22 Can you explain recursion with an example?
    code16/a 22 Recursion is a function that calls itself with a smaller problem until the problem is trivial.
    trav1 2 My flight to Lisbon leaves at seven in the morning.
    trav2 50 Lisbon is all hills, trams and custard tarts.
    trav3 120 We flew over the Alps and saw the glaciers.
    trav4 18 How many days do I need for Kyoto?
    trav5/a 18 Three days in Kyoto are enough for the temples, the bamboo grove and one slow evening in Gion.
    trav6 35 The train from Paris to Nice takes six hours.
    trav7 36 That was a nice idea, thank you.
    trav8 66 I lost my passport at the airport in Nice.
    trav9 13 Remind me to renew my passport before August.
    trav10 210 Is the night train to Vienna still running?
    trav11 1 I am running late, start without me.
    trav12 27 The hotel by the bay had bedbugs.
    heal1 3 I have had a headache for three days.
    heal2/a 3 A headache that lasts longer than three days should be seen by a doctor.
    heal3 28 My knee hurts when I climb stairs.
    heal4 47 After the surgery I slept for two days.
    heal5 52 I cannot sleep, my thoughts keep racing.
    heal6/a 52 Try to breathe slowly: in for four seconds, out for six. Sleep comes easier when the body is calm.
    heal7 8 The cat sleeps on the keyboard all day.
    heal8 19 He was racing his bike down the hill.
    heal9 75 How much water should one drink a day?
    heal10 105 I am allergic to peanuts and cats.
    mus1 10 Teach me the chords of a simple blues.
    mus2/a 10 Twelve bars: four of E, two of A, two of E, one of B, one of A, two of E. That is a simple blues.
    mus3 55 I feel blue today.
    mus4 130 The choir sang so softly that we heard the rain.
    mus5 26 She is singing in the shower again.
    mus6 44 My violin needs new strings before the concert.
    mus7 46 The concert was cancelled because of the strike.
    mus8 95 No strings attached, he said.
    mus9 140 What was the name of that song about a yellow submarine?
    work1 6 I got the job! I start on Monday.
    work2 29 The meeting on Monday was moved to Thursday.
    work3 31 I am afraid to ask my boss for a raise.
    work4/a 31 Ask for a raise after a success, with figures, and name the sum first.
    work5 58 Prices are raised every spring.
    work6 73 They fired half of the team by e-mail.
    work7 74 The campfire fired sparks into the night sky.
    work8 5 Invoice 2026-0042 is overdue by two weeks.
    work9 85 How do I write an apology to a client?
    work10 12 I apologise, I did not mean to shout.
    love1 2 I miss her every day since she left.
    love2 21 Did I miss the bus?
    love3 160 Happy birthday, my dear old friend!
    love4 7 What should I give my sister for her birthday?
    love5 38 Good night, sleep well and dream of dragons.
    love6 39 It was a good film, and the night was warm.
    love7/a 150 The good night routine: dim the lights, read one page, say good night to the moon.
    love8 61 My dear friend Ana is getting married in June.
    love9 62 Getting a divorce is expensive.
    game1 9 The dragon guards a chest with three locks.
    game2/a 9 You hear the dragon breathe behind the door. The lock has no keyhole.
    game3 17 I lock the door and hide under the bed.
    game4 43 Roll for initiative: the goblins attack at dawn.
    game5 68 We attacked the castle from the river.
    game6 91 The wizard forgot the spell.
    game7 92 How do you spell rhythm?
    game8/a 33 The knight swore an oath to the queen of winter.
    game9 34 Our queen bee left the hive, and the swarm followed her.
    univ1 23 I study astronomy at the university.
    univ2 24 The universe is thirteen billion years old.
    univ3 110 Which universities teach marine biology?
    plant1 5 My basil plants die every winter.
    plant2/a 5 Basil wants light and warmth; move the pot to a south window and water it less.
    plant3 88 The power plant was closed last year.
    wea1 1 It has been raining for a week.
    wea2 48 Rain is forecast for the whole weekend.
    wea3 230 The rainbow stood over the valley for an hour.
    wea4 260 The summer was so dry that the river disappeared.
    low1 4!0.1 umbrella umbrella whatever
    low2 6!0.95 A walking stick umbrella is the best umbrella: it stands wind and rain.
    low3 400 umbrellas
    ed1 11 The museum's new exhibition shows maps of islands that never existed.
    ed2 64 I collect maps of old underground railways.
    ed3 78 Don't map the key twice, the editor complains.
    ed4 102 The résumé you sent has no date.
    ed5 103 Please resume the download.
    ed6 15 The café on the corner serves the best soup.
    ed7 16 They're moving to the house that we're leaving.
  `,
);
