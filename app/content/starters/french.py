"""A new course in French: what it says until its author writes something better."""

FILES = {
    "course.md": """---
id: COURSE_ID
title: COURSE_TITLE
language: fr
summary: Dites en une phrase ce que l’apprenant saura faire après ce cours.
pass: 80
---

Dites ici à qui s’adresse le cours et combien de temps il prend. La première leçon montre ce qu’une leçon peut contenir ; remplacez-la
par la vôtre.
""",
    "sources.yaml": """# Ce que citent leçons et questions. `cites: [safe-2021]` nomme la source, `safe-2021:H` aussi une disposition.
safe-2021:
  instrument: safe
  edition: "2021"
  title: Cadre de normes SAFE
  publisher: Organisation mondiale des douanes
  date: 2021-06
""",
    "glossary.md": """---
title: Glossaire
---

Registre des scellés {#seal-register}
: La liste qui dit quel scellé a été posé, quand, où et par qui.
""",
    "01-first-module/module.md": """---
id: first-module
title: Premier module
summary: De quoi parle le module, en une phrase.
---

Après ce module, l’apprenant sait dire ce que montre un scellé, et ce qui montre qu’il a été posé avec soin.
""",
    "01-first-module/01-first-lesson.md": """---
id: first-lesson
title: Ce que montre un scellé
summary: La phrase sous le titre.
cites: [safe-2021]
---

Commencez par un cas que l’apprenant connaît : un conteneur est à l’entrée, et son scellé est intact.

## Ce qu’il montre, et ce qu’il ne montre pas

Un scellé intact montre que personne n’a ouvert la porte **après** sa pose. Il ne dit rien de ce qui a été chargé avant.

Table: Trois questions, et où trouver la réponse

| Question             | Où regarder          |
| -------------------- | -------------------- |
| Quel scellé est-ce ? | numéro sur la porte  |
| Qui l’a posé ?       | registre des scellés |
| Est-ce le même ?     | documents de l’envoi |

> [!IMPORTANT]
> Un numéro que personne ne compare ne protège rien.

::: question single #q-first-practice cites=safe-2021

Le numéro sur la porte diffère de celui des documents. Que faites-vous d’abord ?

- [ ] Corriger les documents
  > Alors personne ne saurait jamais que le scellé a été changé.
- [x] Retenir le conteneur et prévenir le responsable
- [ ] Poser un nouveau scellé
  > Cela cache ce qu’il faut découvrir.

> hint: Que perd-on si l’on change quelque chose ?

> explain: La différence est ce qu’il faut expliquer. Qui la corrige d’abord détruit la preuve.

:::

::: takeaway

- Un scellé intact parle du temps après sa pose, jamais du temps d’avant.
- Comparez le numéro : sur la porte, dans le registre, dans les documents.

:::
""",
    "01-first-module/90-check.md": """---
id: first-check
title: "Quiz : premier module"
kind: quiz
summary: Deux questions sur les scellés.
cites: [safe-2021]
---

Prenez votre temps. Ce que vous répondez est conservé.

::: question truefalse #q-first-whole cites=safe-2021

Un scellé intact montre que le chargement est celui que disent les documents.

- [ ] true
- [x] false

> explain: Il montre que la porte est restée fermée depuis sa pose.

:::

::: question multiple #q-first-evidence points=2 scoring=no-wrong cites=safe-2021

Lesquels montrent que les scellés sont maîtrisés ?

- [x] Un registre avec numéro, heure et nom
- [x] Dix numéros du registre, retrouvés dans les documents
- [ ] Le directeur dit qu’il ne s’est jamais rien passé
  > La parole seule a besoin d’un appui.

> explain: Le registre dit ce qui a été fait ; l’échantillon dit que le registre est vrai.

:::
""",
    "README.md": """# COURSE_TITLE

Un cours pour AEO Courseware, en Markdown.

| Fichier            | Ce qu’il contient                                |
| ------------------ | ------------------------------------------------ |
| `course.md`        | titre, langue et règles, puis l’accueil          |
| `sources.yaml`     | ce que citent les leçons et les questions        |
| `glossary.md`      | les termes ; chacun est lié à son premier emploi |
| `01-first-module/` | un module : `module.md`, ses leçons, son quiz    |
| `media/`           | les images, s’il y en a                          |

Le nombre dans un nom donne l’ordre. L’id de l’en-tête est l’identité : ne le changez jamais, ne le réutilisez jamais.

    aeo courses check .          # chaque problème, avec fichier, ligne, colonne et remède
    aeo courses ids . --write    # ajoute les ids qui manquent
    aeo courses fmt .            # lignes vides, tableaux, ordre des clés

Les contrôles de `.github/workflows/course.yml` et `.gitlab-ci.yml` installent le moteur à partir de la variable `AEO_ENGINE` de votre
projet : ce que prend `pip install`, par exemple l’adresse de son dépôt. Supprimez le fichier dont vous n’avez pas besoin.
""",
}
