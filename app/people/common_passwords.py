"""Words that stand behind most guessed passwords, our own selection: compared after figures and signs at the ends are taken off."""

_WORDS = """
password passwort passwords passphrase motdepasse contrasena kennwort parola senha geheim secret secrets letmein letmeinnow
openup opensesame
welcome welcomeback willkommen bienvenue hello hellohello helloworld goodmorning goodnight admin administrator administrateur root superuser
user username guest visitor login signin logmein access accessgranted master default changeme changeit changethis temporary temp test
testtest testing tester trainee trainer instructor teacher student learner training course courses learning elearning education
qwerty qwertyuiop qwertz qwertzuiop azerty azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc yxcvbnm poiuytrewq mnbvcxz
abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij aaa iloveyou iloveu loveyou loveme love lovely forever sunshine sunflower
princess prince dragon monkey tiger lion eagle falcon phoenix shadow ninja samurai pirate football futbol soccer baseball basketball hockey
cricket superman batman spiderman starwars pokemon minecraft computer internet laptop windows linux android google facebook whatsapp
summer winter spring autumn january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday london paris berlin madrid cairo nairobi brussels geneva africa europe america
family freedom friends friendship birthday michael jennifer jessica charlie daniel thomas robert maria fatima mohamed mohammed ahmed ali
flower flowers chocolate coffee cookie banana orange apple cherry pepper ginger whatever nothing something anything trustno trustnoone
customs douane zoll aduana tariff cargo container shipping freight border security secure safety supplychain validator validation validate
aeo aeocourseware courseware authorizedeconomicoperator authorisedeconomicoperator economicoperator wco worldcustomsorganization
correcthorsebatterystaple correcthorse ilovemyfamily ilovemymother ilovemyjob thisismypassword thisisapassword mypassword mypasswordis
myverysecurepassword verysecurepassword strongpassword securepassword newpassword oldpassword passwordpassword adminadmin adminpassword
passwordadmin welcomewelcome rootroot useruser guestguest letmeinletmein aeovalidation aeovalidator aeotraining aeopassword
01234 012345 0123456 01234567 012345678 0123456789 1234 12345 123456 1234567 12345678 123456789 1234567890 12345678910 123456789012345
123123 123321 112233 11223344 121212 131313 147258369 159753 159357 987654321 9876543210 654321 87654321
"""

COMMON = frozenset(_WORDS.split())
