"""A new course in English: what it says until its author writes something better."""

FILES = {
    "course.md": """---
id: COURSE_ID
title: COURSE_TITLE
language: en
summary: Say in one sentence what a trainee can do after this course.
pass: 80
---

Say here for whom the course is, and how long it takes. The first lesson shows what a lesson may hold; replace it by your own.
""",
    "sources.yaml": """# What lessons and questions cite. `cites: [safe-2021]` names the source, `safe-2021:H` also a provision of it.
safe-2021:
  instrument: safe
  edition: "2021"
  title: SAFE Framework of Standards
  publisher: World Customs Organization
  date: 2021-06
""",
    "glossary.md": """---
title: Glossary
---

Seal register {#seal-register}
: The list that says which seal was fixed when, where and by whom.
""",
    "01-first-module/module.md": """---
id: first-module
title: First module
summary: What the module is about, in one sentence.
---

After this module a trainee can say what a seal shows, and what shows that it was fixed with care.
""",
    "01-first-module/01-first-lesson.md": """---
id: first-lesson
title: What a seal shows
summary: The sentence under the title.
cites: [safe-2021]
---

Begin with the case that a trainee knows: a container stands at the gate, and its seal is whole.

## What it shows, and what it does not

A whole seal shows that nobody opened the door **after** it was fixed. It says nothing about what was loaded before.

Table: Three questions, and where the answer lies

| Question          | Where you look         |
| ----------------- | ---------------------- |
| Which seal is it? | number on the door     |
| Who fixed it?     | seal register          |
| Is it the same?   | papers of the shipment |

> [!IMPORTANT]
> A number that nobody compares protects nothing.

::: question single #q-first-practice cites=safe-2021

The number on the door differs from the one in the papers. What do you do first?

- [ ] Correct the papers
  > Then nobody would ever know that the seal was changed.
- [x] Hold the container and tell the person in charge
- [ ] Fix a new seal
  > That hides what has to be found out.

> hint: What is lost if you change anything?

> explain: The difference is what has to be explained. Whoever changes it first destroys the evidence.

:::

::: takeaway

- A whole seal speaks of the time after it was fixed, never of the time before.
- Compare the number: on the door, in the register, in the papers.

:::
""",
    "01-first-module/90-check.md": """---
id: first-check
title: "Quiz: first module"
kind: quiz
summary: Two questions on seals.
cites: [safe-2021]
---

Take your time. What you answer is kept.

::: question truefalse #q-first-whole cites=safe-2021

A whole seal shows that the load is what the papers say.

- [ ] true
- [x] false

> explain: It shows that the door stayed shut since the seal was fixed.

:::

::: question multiple #q-first-evidence points=2 scoring=no-wrong cites=safe-2021

Which of these show that seals are under control?

- [x] A register with number, time and name
- [x] Ten numbers of the register, found again in the papers
- [ ] The manager says that nothing ever happened
  > Speech alone needs something to back it.

> explain: The register says what was done; the sample says that the register tells the truth.

:::
""",
    "README.md": """# COURSE_TITLE

A course for AEO Courseware, in Markdown.

| File               | What it holds                                |
| ------------------ | -------------------------------------------- |
| `course.md`        | title, language and rules, then the welcome  |
| `sources.yaml`     | what lessons and questions cite              |
| `glossary.md`      | terms; each is linked at its first use       |
| `01-first-module/` | a module: `module.md`, its lessons, its quiz |
| `media/`           | pictures, when there are any                 |

The number in a name gives the order. The id in the front matter is the identity: never change it, never use it again.

    aeo courses check .          # every problem, with file, line, column and what to do
    aeo courses ids . --write    # fill in missing ids
    aeo courses fmt .            # blank lines, tables, order of keys

The checks of `.github/workflows/course.yml` and `.gitlab-ci.yml` install the engine from the variable `AEO_ENGINE` of your project:
what `pip install` takes, such as the address of its repository. Delete the file that you do not need.
""",
}
