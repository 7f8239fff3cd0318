/* A interface em português do Brasil. A chave é a frase em inglês, agrupada pelo arquivo que a escreve.
 * The interface in Portuguese: the key is the English sentence.
 */
export default {
  "Click another word: what does it look at?": "Clique em outra palavra: para o que ela olha?",
  // assets/ui/shell/autocomplete.js
  "Tab to accept the grey text, Esc to dismiss it.": "Tab para aceitar o texto cinza, Esc para dispensá-lo.",
  "Press a token to add it.": "Pressione um token para acrescentá-lo.",
  "Type the beginning of a sentence.": "Digite o começo de uma frase.",
  "Suggestions come at the end of the text.": "As sugestões vêm no fim do texto.",
  "The model is reading …": "O modelo está lendo …",
  "No suggestion came. Type on for another one.": "Não veio sugestão. Continue digitando para outra.",
  "Dismissed. Keep typing for a new one. Tab now leaves the box.":
    "Dispensada. Continue digitando para outra. Tab agora sai da caixa.",
  "Likeliest next tokens": "Próximos tokens mais prováveis",
  "{word}, {probability}. Take it.": "{word}, {probability}. Aceitar.",
  "Suggestion: {ghost}": "Sugestão: {ghost}",
  // assets/ui/shell/conversation.js
  "Conversation so far": "Conversa até agora",
  "New chat": "Nova conversa",
  You: "Você",
  // assets/ui/shell/examples.js
  "What does “it” point to?": "A que se refere “it”?",
  "Click the word it: this head looks back at animal, not at street. Then try another head.":
    "Clique na palavra it: esta cabeça olha para trás, para animal, não para street. Depois tente outra cabeça.",
  "One small word turns the verdict": "Uma palavrinha inverte o veredito",
  "Press Run in “What decides”: which word carries the verdict? Then put “not” before “good” and run again.":
    "Pressione Executar em “O que decide”: que palavra traz o veredito? Depois ponha “not” antes de “good” e execute de novo.",
  "A translation that changes the order": "Uma tradução que muda a ordem",
  "“black cat” becomes “gato preto”: the bright cells cross. Find the two that swap places.":
    "“black cat” vira “gato preto”: as células claras se cruzam. Encontre as duas que trocam de lugar.",
  "A head that copies": "Uma cabeça que copia",
  "Where a word comes again, this head looks at what followed it the first time. Click the second “cat”.":
    "Onde uma palavra volta, esta cabeça olha para o que veio depois dela na primeira vez. Clique no segundo “cat”.",
  "Turn up the temperature": "Aumente a temperatura",
  "Move Temperature from 0.3 to 2 and watch the bars: nothing is run again, and the numbers stay exact.":
    "Mova Temperatura de 0.3 a 2 e observe as barras: nada é executado de novo, e os números continuam exatos.",
  "The words that answer": "As palavras que respondem",
  "The model writes nothing: it marks words of the text. Which of them did the question decide on?":
    "O modelo não escreve nada: ele marca palavras do texto. Sobre quais delas a pergunta decidiu?",
  "Press “Run”: the model gets the same words with their places shuffled. Does it still know the answer?":
    "Pressione “Executar”: o modelo recebe as mesmas palavras com os lugares embaralhados. Ele ainda sabe a resposta?",
  "Where does Paris appear?": "Onde aparece Paris?",
  "Every row is a layer. Look for the first one in which Paris is the model's guess.":
    "Cada linha é uma camada. Procure a primeira em que Paris é o palpite do modelo.",
  // assets/ui/shell/glossary/index.js
  Close: "Fechar",
  Help: "Ajuda",
  "How to read this page": "Como ler esta página",
  "You type a text, a real model runs on it, and every number below comes from that run. Start with one question; each way to look answers it from another side. Press a word anywhere, and everything follows it.":
    "Você digita um texto, um modelo real roda sobre ele, e cada número abaixo vem dessa execução. Comece com uma pergunta; cada modo de olhar responde de outro lado. Pressione uma palavra em qualquer lugar, e tudo a acompanha.",
  "The whole model": "O modelo inteiro",
  "Press a part to open the panel that shows it.": "Pressione uma parte para abrir o painel que a mostra.",
  "Tab goes from part to part, arrow keys go through words, layers, heads and tabs, Escape lets go, Enter in the text box runs.":
    "Tab vai de parte em parte, as setas percorrem palavras, camadas, cabeças e abas, Escape solta, Enter na caixa de texto executa.",
  // assets/ui/shell/header.js
  "Take the 3-minute tour": "Faça o tour de 3 minutos",
  Examples: "Exemplos",
  Share: "Compartilhar",
  "Copy the link": "Copiar o link",
  "It opens this text, model, settings, panel and head.":
    "Ele abre este texto, modelo, configurações, painel e cabeça.",
  "Copy a link for a class": "Copiar um link para a turma",
  "Only the open panel, large type; add &note=… for a question of your own.":
    "Só o painel aberto, letra grande; acrescente &note=… para uma pergunta sua.",
  Print: "Imprimir",
  "The open panel, with every row and label.": "O painel aberto, com cada linha e rótulo.",
  "Compare A ⇄ B": "Comparar A ⇄ B",
  "A second model, or the same one with other settings, beside the first":
    "Um segundo modelo, ou o mesmo com outras configurações, ao lado do primeiro",
  "Light or dark": "Claro ou escuro",
  "Help: the words of this page, and the whole model as a picture":
    "Ajuda: as palavras desta página, e o modelo inteiro em uma imagem",
  Page: "Página",
  "The link is copied.": "O link foi copiado.",
  starting: "começando",
  fetching: "buscando",
  loading: "carregando",
  ready: "pronto",
  "The server does not answer.": "O servidor não responde.",
  // assets/ui/shell/language.js
  "number input for {control}": "caixa numérica de {control}",
  "range slider for {control}": "controle deslizante de {control}",
  "Reset to default value": "Voltar ao valor padrão",
  "Click to upload or drop files": "Clique para enviar ou solte arquivos",
  "File upload": "Envio de arquivo",
  // assets/ui/shell/lesson.js
  "Look for": "O que procurar",
  "Look for:": "Procure:",
  // assets/ui/shell/model_picture.js
  "What you typed": "O que você digitou",
  Tokens: "Tokens",
  "The text in pieces, each with a number": "O texto em pedaços, cada um com um número",
  "Embeddings + positions": "Embeddings + posições",
  "A list of numbers for each token, and where it is": "Uma lista de números para cada token, e onde ele está",
  "Words look at other words": "Palavras olham para outras palavras",
  "Cross-attention": "Atenção cruzada",
  "The new text looks at the source": "O novo texto olha para a origem",
  "Feed-forward": "Feed-forward",
  "Each position thinks for itself; then the next layer": "Cada posição pensa por si; depois vem a próxima camada",
  Probabilities: "Probabilidades",
  "One for every token of the vocabulary": "Uma para cada token do vocabulário",
  "A label, a stretch of the text or a name": "Um rótulo, um trecho do texto ou um nome",
  "So many layers": "Tantas camadas",
  "The model": "O modelo",
  Encoder: "Codificador",
  Decoder: "Decodificador",
  // assets/ui/shell/output/chat_format.js
  "chat format ▾": "formato de conversa ▾",
  "chat format ▸": "formato de conversa ▸",
  // assets/ui/shell/output/consent.js
  "Read the {terms}": "Ler {terms}",
  "I accept them: fetch the model ({size} MB)": "Eu aceito: buscar o modelo ({size} MB)",
  // assets/ui/shell/output/diff.js
  "A and B wrote the same words": "A e B escreveram as mesmas palavras",
  "The two texts have almost nothing in common, so no word is marked":
    "Os dois textos quase não têm nada em comum, então nenhuma palavra é marcada",
  word: "palavra",
  "differs from {other}": "difere de {other}",
  // assets/ui/shell/output/index.js
  "stopped at its limit": "parou no limite",
  "end of text": "fim do texto",
  "ended by the model": "terminado pelo modelo",
  "stopped by you": "parado por você",
  "Type a sentence and press Run. The model's answer appears here, token by token.":
    "Digite uma frase e pressione Executar. A resposta do modelo aparece aqui, token por token.",
  "Press Run: both lanes get the same text. Model and settings of B may differ, see its gear.":
    "Pressione Executar: os dois lados recebem o mesmo texto. Modelo e configurações de B podem ser outros, veja sua engrenagem.",
  "Go on": "Seguir",
  "No run yet": "Nenhuma execução ainda",
  Empty: "Vazio",
  "Running…": "Executando…",
  "tokens read": "tokens lidos",
  "stopped by {stopped_by}": "parado por {stopped_by}",
  "{title} is writing.": "{title} está escrevendo.",
  "Recorded from the real model; press Run for your own": "Gravado do modelo real; pressione Executar para o seu",
  "recorded run": "execução gravada",
  "Back to the text before this branch": "Voltar ao texto antes deste ramo",
  "↶ Undo": "↶ Desfazer",
  "Probability of each new token": "Probabilidade de cada token novo",
  "a less likely word was taken": "foi tomada uma palavra menos provável",
  parameters: "parâmetros",
  "tok/s": "tokens/s",
  Reply: "Responder",
  // assets/ui/shell/output/next_bars.js
  "Likeliest next tokens, lane {lane}": "Próximos tokens mais prováveis, lado {lane}",
  "What comes first?": "O que vem primeiro?",
  "What comes after": "O que vem depois de",
  "{count} other tokens: {share}": "outros {count} tokens: {share}",
  "{rank} · {others}": "{rank} · {others}",
  "what came was number {rank}": "o que veio era o número {rank}",
  "{word}, {share}: this came. Press to write on from here anew.":
    "{word}, {share}: este veio. Pressione para escrever de novo a partir daqui.",
  "{word}, {share}. Press to go on with it.": "{word}, {share}. Pressione para seguir com ele.",
  // assets/ui/shell/output/passage.js
  "Source sentence of lane {lane}, token by token": "Frase de origem do lado {lane}, token por token",
  Target: "Destino",
  "Text of lane {lane}, token by token": "Texto do lado {lane}, token por token",
  "Look into sentence {i}": "Examinar a frase {i}",
  "reads from": "lê de",
  "read by": "lido por",
  "Previous sentence": "Frase anterior",
  "Next sentence": "Próxima frase",
  "sentence {n} of {all}": "frase {n} de {all}",
  // assets/ui/shell/output/prediction.js
  "Result of lane {lane}": "Resultado do lado {lane}",
  // assets/ui/shell/output/prediction_entities.js
  "other name": "outro nome",
  "Names found": "Nomes encontrados",
  "No names were found: every token's most likely label is “O”, outside of any name.":
    "Nenhum nome foi encontrado: o rótulo mais provável de cada token é “O”, fora de qualquer nome.",
  "Point at a token to see the probability of every label.":
    "Aponte para um token para ver a probabilidade de cada rótulo.",
  "and {rest} more labels below {listed}": "e mais {rest} rótulos abaixo de {listed}",
  "no names": "nenhum nome",
  person: "pessoa",
  place: "lugar",
  organisation: "organização",
  // assets/ui/shell/output/prediction_labels.js
  "Labels of the whole text": "Rótulos do texto inteiro",
  "Sentence by sentence, each judged by itself": "Frase por frase, cada uma julgada por si",
  "This model was trained to give values, not labels: each number is its output as it is, and no probability.":
    "Este modelo foi treinado para dar valores, não rótulos: cada número é sua saída como é, e não uma probabilidade.",
  "Several labels may hold at once: each has a probability of its own (sigmoid), and they need not sum to 100 %.":
    "Vários rótulos podem valer ao mesmo tempo: cada um tem sua própria probabilidade (sigmoide), e não precisam somar 100 %.",
  "This model has a single output: its probability is a sigmoid of the logit.":
    "Este modelo tem uma única saída: sua probabilidade é a sigmoide do logit.",
  "{label}: {probability}, logit {logit}": "{label}: {probability}, logit {logit}",
  ", logit {logit}": ", logit {logit}",
  // assets/ui/shell/output/prediction_mask.js
  "Which gap": "Qual lacuna",
  "Press a word to hide it{mixed} to bring its word back.":
    "Pressione uma palavra para escondê-la{mixed} para trazer sua palavra de volta.",
  "; press a gap you made": "; pressione uma lacuna que você fez",
  "; press a gap": "; pressione uma lacuna",
  "Press any word of the text to hide it, too.": "Pressione qualquer palavra do texto para escondê-la também.",
  "Hidden here:": "Escondida aqui:",
  "the model's first guess": "o primeiro palpite do modelo",
  "rank {original_rank}": "posto {original_rank}",
  "◆ was here": "◆ estava aqui",
  "gap, best guess {probability}": "lacuna, melhor palpite {probability}",
  "Press to hide this word": "Pressione para esconder esta palavra",
  "Gap {i}: {probability}{word}": "Lacuna {i}: {probability}{word}",
  ". Press to bring its word back": ". Pressione para trazer sua palavra de volta",
  "One gap has to stay: hide another word first, then bring this one back.":
    "Uma lacuna tem de ficar: esconda antes outra palavra, depois traga esta de volta.",
  "What the model expects in gap {i}": "O que o modelo espera na lacuna {i}",
  "Unclear: this reads like a plain statement ({share}), and the labels below say little about one.":
    "Incerto: isto parece uma afirmação neutra ({share}), e os rótulos abaixo dizem pouco sobre ela.",
  unclear: "incerto",
  // assets/ui/shell/output/prediction_spans.js
  "Possible answers, the best first": "Respostas possíveis, a melhor primeiro",
  "No part of this text could be an answer.": "Nenhuma parte deste texto poderia ser uma resposta.",
  "Not in the text.": "Não está no texto.",
  "The model found no answer it trusts.": "O modelo não encontrou resposta em que confie.",
  "unsure: {text}": "incerto: {text}",
  "Unsure:": "Incerto:",
  "The text may not answer this: it scores {score}, and answers are sure above {n} only.":
    "O texto talvez não responda a isto: pontua {score}, e só acima de {n} as respostas são seguras.",
  "Of its unsure answers in the test, {share} were right.":
    "Das suas respostas incertas no teste, {share} estavam certas.",
  "Of its sure answers in the test, {share} were right.":
    "Das suas respostas seguras no teste, {share} estavam certas.",
  "Best candidate, rejected:": "Melhor candidato, rejeitado:",
  "scores {score}, not above the threshold {n}.": "pontua {score}, não acima do limite {n}.",
  "This model was trained without a threshold, so its best candidate is always given.":
    "Este modelo foi treinado sem limite, então seu melhor candidato é sempre dado.",
  "It scores {score}, above the threshold {n}. The score is measured against “not in the text”.":
    "Ela pontua {score}, acima do limite {n}. A pontuação é medida contra “não está no texto”.",
  "in window {window}": "na janela {window}",
  "logits of its first and last token, less those of “not in the text”":
    "logits do primeiro e do último token, menos os de “não está no texto”",
  "score {score}": "pontuação {score}",
  "window {i}: best score {best}": "janela {i}: melhor pontuação {best}",
  "The context is longer than this model reads at once, so it was read in {windows} windows. The text below is window {shown}: its best candidate won.":
    "O contexto é mais longo do que este modelo lê de uma vez, então foi lido em {windows} janelas. O texto abaixo é a janela {shown}: seu melhor candidato venceu.",
  "not in the text": "não está no texto",
  // assets/ui/shell/questions.js
  "What did it look at?": "Para o que ele olhou?",
  "What else could it have said?": "O que mais poderia ter dito?",
  "Where was it decided?": "Onde foi decidido?",
  "What if …?": "E se …?",
  Laboratory: "Laboratório",
  "Ways to look": "Modos de olhar",
  Questions: "Perguntas",
  "Show me with {task}": "Mostre-me com {task}",
  "Show me with": "Mostre-me com",
  // assets/ui/shell/tour/cards.js
  "A word looks back": "Uma palavra olha para trás",
  "A real model has read this sentence. To take in “it”, the head on screen looks back at “animal”. The thicker the line, the more.":
    "Um modelo real leu esta frase. Para entender “it”, a cabeça na tela olha para trás, para “animal”. Quanto mais grossa a linha, mais.",
  "Click the word “tired” in the text.": "Clique na palavra “tired” no texto.",
  "Now the lines start from another word. Every word looks somewhere.":
    "Agora as linhas saem de outra palavra. Toda palavra olha para algum lugar.",
  "One of 270 heads": "Uma de 270 cabeças",
  "Each small square is one head: 30 layers with 9 heads each, all of them at work on your sentence. Some look at the word before, some at the first word, some at what matters.":
    "Cada quadradinho é uma cabeça: 30 camadas com 9 cabeças cada, todas trabalhando na sua frase. Algumas olham para a palavra anterior, algumas para a primeira, algumas para o que importa.",
  "Click another square.": "Clique em outro quadrado.",
  "What comes next?": "O que vem a seguir?",
  "The model gives every token of its vocabulary a probability. The bars show the five likeliest at the place where it first had a choice.":
    "O modelo dá uma probabilidade a cada token do seu vocabulário. As barras mostram os cinco mais prováveis no lugar em que ele teve a primeira escolha.",
  "Guess the next word, then press “Show me”.": "Adivinhe a próxima palavra e pressione “Mostrar”.",
  "The bars are exact: they sum to 100 % over the whole vocabulary.":
    "As barras são exatas: somam 100 % sobre todo o vocabulário.",
  "The story branches": "A história se ramifica",
  "The model took the likeliest token. It need not: press another one, and it writes on from there. ↶ Undo brings the first text back.":
    "O modelo tomou o token mais provável. Não precisa: pressione outro, e ele continua dali. ↶ Desfazer traz de volta o primeiro texto.",
  "Click a bar that was not taken.": "Clique em uma barra que não foi tomada.",
  "Every word from there on is new.": "Toda palavra dali em diante é nova.",
  "Before a token is drawn the bars can be reshaped. Below 1 the likely ones grow, above 1 all come closer together. Nothing is run again.":
    "Antes de um token ser sorteado, as barras podem ser remodeladas. Abaixo de 1 as prováveis crescem, acima de 1 todas se aproximam. Nada é executado de novo.",
  "Move Temperature to 1.5.": "Mova Temperatura para 1.5.",
  "The thin line shows where each bar was.": "A linha fina mostra onde cada barra estava.",
  "Another model: it translates": "Outro modelo: ele traduz",
  "An encoder reads English, a decoder writes Portuguese. Each row is a word being written, each column a source word: bright means it looked there.":
    "Um codificador lê inglês, um decodificador escreve português. Cada linha é uma palavra sendo escrita, cada coluna uma palavra de origem: claro significa que olhou para lá.",
  "Click “preto” in the translation.": "Clique em “preto” na tradução.",
  "“preto” looks at “black”, although the order has changed.":
    "“preto” olha para “black”, embora a ordem tenha mudado.",
  "Was it the cause?": "Foi ela a causa?",
  "Looking is not yet using. Take the source word away and see what happens to the translation, with a word that should not matter as a control.":
    "Olhar ainda não é usar. Retire a palavra de origem e veja o que acontece com a tradução, com uma palavra que não deveria importar como controle.",
  "Under “Is the alignment true?”, press “Run”.": "Em “O alinhamento é verdadeiro?”, pressione “Executar”.",
  "The first sentence says how much it mattered.": "A primeira frase diz o quanto importou.",
  "Shuffle the words": "Embaralhe as palavras",
  "The model gets the same words, but is given other positions for them. If it needs their order, the answer changes.":
    "O modelo recebe as mesmas palavras, mas com outras posições. Se ele precisa da ordem, a resposta muda.",
  "Press “Run”.": "Pressione “Executar”.",
  "Its next word is no longer the same: without order the model is lost.":
    "Sua próxima palavra não é mais a mesma: sem ordem o modelo se perde.",
  "Each row is a layer, each cell the word the model would say if it stopped there. Low layers guess; somewhere the answer appears.":
    "Cada linha é uma camada, cada célula a palavra que o modelo diria se parasse ali. Camadas baixas adivinham; em algum lugar a resposta aparece.",
  "Click the cell where the answer first appears.": "Clique na célula em que a resposta aparece primeiro.",
  "In the rows below it, later layers make it surer.": "Nas linhas abaixo, camadas posteriores a tornam mais segura.",
  "Take it with you": "Leve com você",
  "The address of this page holds the text, the model, the settings, the panel and the head. Who opens the link sees what you see.":
    "O endereço desta página contém o texto, o modelo, as configurações, o painel e a cabeça. Quem abre o link vê o que você vê.",
  "Press “Share”.": "Pressione “Compartilhar”.",
  "That was the tour. Type a sentence of your own, or choose an example.":
    "Esse foi o tour. Digite uma frase sua ou escolha um exemplo.",
  "The sentence above the map says what this head does here.": "A frase acima do mapa diz o que esta cabeça faz aqui.",
  // assets/ui/shell/tour/index.js
  "Your guess": "Seu palpite",
  "your guess": "seu palpite",
  "Show me": "Mostrar",
  "Card before": "Cartão anterior",
  "Next →": "Próximo →",
  "Leave the tour": "Sair do tour",
  Tour: "Tour",
  "Here are the five likeliest.": "Aqui estão os cinco mais prováveis.",
  "“{word}” is not among the five likeliest.": "“{word}” não está entre os cinco mais prováveis.",
  "“{word}” is number {place} of the five likeliest.": "“{word}” é o número {place} dos cinco mais prováveis.",
  Finish: "Concluir",
  // assets/ui/shell/verbs.js
  Continue: "Continuar",
  Chat: "Chat",
  Translate: "Traduzir",
  Judge: "Julgar",
  Find: "Achar",
  "What should the model do?": "O que o modelo deve fazer?",
  How: "Como",
  // assets/ui/panels/alignment/ablation.js
  "Written word to test": "Palavra escrita a testar",
  "Words hidden so far": "Palavras escondidas até agora",
  "Is the alignment true? Lane {lane}": "O alinhamento é verdadeiro? Lado {lane}",
  "Is the alignment true?": "O alinhamento é verdadeiro?",
  "Written word": "Palavra escrita",
  "Hide each source word, one at a time, and see what happens to":
    "Esconda cada palavra da origem, uma por vez, e veja o que acontece com",
  "The model reads the sentence once more for every word hidden.":
    "O modelo lê a frase mais uma vez para cada palavra escondida.",
  // assets/ui/panels/alignment/ablation_result.js
  "Hidden from cross-attention": "Escondida da atenção cruzada",
  "the decoder cannot read this word's place; the encoder still saw the word":
    "o decodificador não pode ler o lugar desta palavra; o codificador ainda a viu",
  "Hidden everywhere": "Escondida em toda parte",
  "neither the encoder nor the decoder sees the word": "nem o codificador nem o decodificador veem a palavra",
  "Source word": "Palavra de origem",
  Attention: "Atenção",
  "Change of the word's log-probability in nats: left of the line it became less likely, right of it more.":
    "Mudança da log-probabilidade da palavra em nats: à esquerda da linha ficou menos provável, à direita mais.",
  without: "sem",
  "{probability} before, {after} after": "{probability} antes, {after} depois",
  "{mean} ({low} to {high})": "{mean} ({low} a {high})",
  "Rank correlation with attention": "Correlação de postos com a atenção",
  "Spearman: 1 where the words that take more attention are also those that matter more; where most words hardly matter, their order says little":
    "Spearman: 1 onde as palavras que recebem mais atenção também importam mais; onde quase nenhuma palavra importa, a ordem delas diz pouco",
  "too few words": "palavras de menos",
  "Control: {others}other written words, mean (range)": "Controle: {others}outras palavras escritas, média (intervalo)",
  "the same attention, compared with what hiding did to the other written words":
    "a mesma atenção, comparada com o efeito de esconder sobre as outras palavras escritas",
  "Most attended word hidden, nats": "Palavra mais atendida escondida, nats",
  "what hiding the source word with the largest weight did":
    "o efeito de esconder a palavra de origem com o maior peso",
  "Another word hidden, mean, nats": "Outra palavra escondida, média, nats",
  "the mean over all source words but the one with the largest weight":
    "a média sobre todas as palavras de origem menos a de maior peso",
  "not known": "não se sabe",
  "{number}{name} times": "{number}{name} vezes",
  "{said} {nats} likely ({nats2} nats)": "{said} {nats} provável ({nats2} nats)",
  "Attention is not by itself an explanation.": "A atenção, por si só, não é uma explicação.",
  "Hiding {word} hardly changes": "Esconder {word} quase não muda",
  "any one source word": "qualquer palavra de origem",
  "the only source word": "a única palavra de origem",
  "(by at most {cross} nats), so there is nothing here that attention could explain.":
    "(no máximo {cross} nats), então não há nada aqui que a atenção pudesse explicar.",
  Without: "Sem",
  "becomes {cross}": "fica {cross}",
  "; there is no other source word to compare with.": "; não há outra palavra de origem para comparar.",
  "; hiding any other word changes it by at most {word} nats.":
    "; esconder qualquer outra palavra muda isso em no máximo {word} nats.",
  "Attention pointed at it:": "A atenção apontava para ela:",
  "has the largest weight, {attention}.": "tem o maior peso, {attention}.",
  "Attention pointed elsewhere: its largest weight,": "A atenção apontava para outro lugar: o maior peso,",
  ", is on": ", está em",
  "(hidden: {cross} nats), and": "(escondida: {cross} nats), e",
  "has {attention}.": "tem {attention}.",
  "Hidden everywhere,": "Escondida em toda parte,",
  "matters most ({encoder} nats): the encoder has mixed the words before they are read.":
    "é a que mais importa ({encoder} nats): o codificador misturou as palavras antes que fossem lidas.",
  less: "menos",
  more: "mais",
  // assets/ui/panels/alignment/index.js
  "Words: the weights of a source word's pieces are added up, those of a written word's pieces are averaged.":
    "Palavras: os pesos dos pedaços de uma palavra de origem são somados, os dos pedaços de uma palavra escrita são tirados em média.",
  "A row is named after the word written next: it is the attention of the position before, where the word before was read in. The Attention panel names both.":
    "Uma linha leva o nome da palavra escrita em seguida: é a atenção da posição anterior, onde a palavra anterior foi lida. O painel Atenção mostra as duas.",
  "Translate a sentence to see which source word each written word was read from.":
    "Traduza uma frase para ver de que palavra de origem cada palavra escrita foi lida.",
  "Words or pieces": "Palavras ou pedaços",
  Words: "Palavras",
  Pieces: "Pedaços",
  Head: "Cabeça",
  "each model's own choice": "a escolha de cada modelo",
  "Layer {layer}": "Camada {layer}",
  "Layer {layer}, mean of {heads} heads": "Camada {layer}, média de {heads} cabeças",
  "Layer {layer}, head {one}": "Camada {layer}, cabeça {one}",
  "Alignment, lane {lane}": "Alinhamento, lado {lane}",
  "mean of {heads} heads": "média de {heads} cabeças",
  "head {heads}": "cabeça {heads}",
  "Layer {n}, {said}": "Camada {n}, {said}",
  "The rows appear here while the translation is written.": "As linhas aparecem aqui enquanto a tradução é escrita.",
  "Hover for numbers. Click a row to test it.": "Passe o mouse para ver os números. Clique em uma linha para testá-la.",
  "reads {across} from": "lê {across} de",
  "looked at": "olhou para",
  "was looked at most for": "foi mais olhada para",
  "{w} from": "{w} de",
  // assets/ui/panels/alignment/matrix.js
  "alignment matrix": "matriz de alinhamento",
  "Alignment of {target} written and {source} source units, lane {lane}":
    "Alinhamento de {target} unidades escritas e {source} de origem, lado {lane}",
  Written: "Escrita",
  "Reads most from": "Lê mais de",
  "Alignment matrix, {target} by {source}. Arrow keys move, Enter tests a row.":
    "Matriz de alinhamento, {target} por {source}. As setas movem, Enter testa uma linha.",
  // assets/ui/panels/attention/about.js
  "What decides": "O que decide",
  "What decides? tries each word by leaving it out": "O que decide testa cada palavra deixando-a de fora",
  Alignment: "Alinhamento",
  "Is the alignment true? hides words and translates again":
    "O alinhamento é verdadeiro? esconde palavras e traduz de novo",
  "Move words": "Mover palavras",
  "Move words gives tokens other positions and runs the model again":
    "Mover palavras dá outras posições aos tokens e executa o modelo de novo",
  "What these numbers are": "O que são estes números",
  "By word or by sentence:": "Por palavra ou por frase:",
  "the sum over the tokens that are read, the mean over those that read, so that rows still sum to what they did (Clark et al. 2019, section 4.1).":
    "a soma sobre os tokens que são lidos, a média sobre os que leem, de modo que as linhas continuem somando o mesmo (Clark et al. 2019, seção 4.1).",
  "The sink:": "O sumidouro:",
  "many heads leave their attention on one token, mostly the first, when they find nothing (Xiao et al. 2024). Hidden, its share is printed and the other numbers stay as they are.":
    "muitas cabeças deixam sua atenção em um token, quase sempre o primeiro, quando nada encontram (Xiao et al. 2024). Escondido, sua parcela é mostrada e os outros números ficam como estão.",
  "It tells what was read, not what it was used for (Jain and Wallace 2019; Wiegreffe and Pinter 2019).":
    "Ela diz o que foi lido, não para que foi usado (Jain and Wallace 2019; Wiegreffe and Pinter 2019).",
  "To ask what was used, change something:": "Para saber o que foi usado, mude alguma coisa:",
  // assets/ui/panels/attention/controls.js
  "Kind of attention": "Tipo de atenção",
  Layer: "Camada",
  "How much of all attention is parked there: mostly on the first token":
    "Quanto de toda a atenção fica parada ali: quase sempre no primeiro token",
  "Which links of the two texts": "Quais ligações dos dois textos",
  "The links left out are not drawn; the numbers of the others stay as they are.":
    "As ligações deixadas de fora não são desenhadas; os números das outras ficam como estão.",
  Links: "Ligações",
  Show: "Mostrar",
  "of several heads": "de várias cabeças",
  "mean of all {count}": "média de todas as {count}",
  "mean of {heads}": "média de {heads}",
  "the mean": "a média",
  "the largest": "o maior",
  "({share} in A, {share2} in B)": "({share} em A, {share2} em B)",
  "({share} in A) and": "({share} em A) e",
  "({share} in B)": "({share} em B)",
  "Hide the resting place": "Esconder o lugar de repouso",
  "Previous layer": "Camada anterior",
  "Next layer": "Próxima camada",
  "Previous head": "Cabeça anterior",
  "Next head": "Próxima cabeça",
  // assets/ui/panels/attention/cut_here.js
  "And if it were not there?": "E se não estivesse ali?",
  "Cut head {head} of layer {layer}": "Cortar a cabeça {head} da camada {layer}",
  Cut: "Cortar",
  // assets/ui/panels/attention/head_map.js
  "Mean distance read over": "Distância média de leitura",
  "{value} tokens": "{value} tokens",
  "Entropy of a row": "Entropia de uma linha",
  "{value} nats": "{value} nats",
  "head map": "mapa de cabeças",
  "Ctrl- or Shift-click adds a head of the same layer; they are shown together.":
    "Ctrl- ou Shift-clique acrescenta uma cabeça da mesma camada; são mostradas juntas.",
  "What colours the heads": "O que colore as cabeças",
  "Order of the heads": "Ordem das cabeças",
  "Heads by": "Cabeças por",
  "coloured by": "coloridas por",
  "their weights": "seus pesos",
  "pale {write} … full {most}": "claro {write} … cheio {most}",
  "Ctrl- or Shift-click: together with the selected": "Ctrl- ou Shift-clique: junto com a selecionada",
  "heads {heads}": "cabeças {heads}",
  "Map of all heads. Selected: layer {layer}, {many}. Arrow keys move.":
    "Mapa de todas as cabeças. Escolhida: camada {layer}, {many}. As setas movem.",
  role: "papel",
  // assets/ui/panels/attention/head_roles.js
  "Explained by distance": "Explicado pela distância",
  "1 − rest² / within² of the scores, adjusted; see Positions":
    "1 − rest² / within² das pontuações, ajustado; veja Posições",
  "adjusted partial R²": "R² parcial ajustado",
  "Induction, random tokens": "Indução, tokens aleatórios",
  "w(q, k + 1), k the same random token before": "w(q, k + 1), k o mesmo token aleatório antes",
  "Duplicate, random tokens": "Duplicata, tokens aleatórios",
  "w(q, k), k the same random token before": "w(q, k), k o mesmo token aleatório antes",
  "Mean entropy of a row": "Entropia média de uma linha",
  "Heads with a role in this text": "Cabeças com um papel neste texto",
  "Try random tokens said twice": "Testar tokens aleatórios ditos duas vezes",
  "Runs the model on random tokens that are said twice: only the repetition can be gone by":
    "Executa o modelo com tokens aleatórios ditos duas vezes: só a repetição pode servir de guia",
  "All measures of this head": "Todas as medidas desta cabeça",
  Measure: "Medida",
  "This head": "Esta cabeça",
  "By chance": "Por acaso",
  "What is averaged over the queries": "O que é tirado em média sobre as consultas",
  Source: "Fonte",
  "A role is given where a measure lies clearly above what evenly spread attention would give in this text; thresholds were tested on planted and on random heads. Attention is not by itself an explanation: it tells what was read, not what it was used for.":
    "Um papel é dado onde uma medida fica claramente acima do que uma atenção uniformemente espalhada daria neste texto; os limites foram testados em cabeças plantadas e aleatórias. A atenção, por si só, não é uma explicação: ela diz o que foi lido, não para que foi usado.",
  "Measuring what each head does …": "Medindo o que cada cabeça faz …",
  "Running the model on random tokens …": "Executando o modelo com tokens aleatórios …",
  "{sequences} times {found} random tokens, each said twice. Most: layer {layer}, head {head} with {value} ({chance} by chance). The map can be coloured by it.":
    "{sequences} vezes {found} tokens aleatórios, cada um dito duas vezes. Maior: camada {layer}, cabeça {head} com {value} ({chance} por acaso). O mapa pode ser colorido por isso.",
  "Choose a single head to see what it does.": "Escolha uma única cabeça para ver o que ela faz.",
  "in this text: what it reads is none of the known patterns.":
    "neste texto: o que ela lê não segue nenhum dos padrões conhecidos.",
  "({measure} of the highest possible entropy)": "({measure} da maior entropia possível)",
  "({measure} of its attention, {role} by chance)": "({measure} de sua atenção, {role} por acaso)",
  "−Σ w(q, k) · ln w(q, k)": "−Σ w(q, k) · ln w(q, k)",
  "{title}: {heads} {heads2}. Press for the clearest, again for the next.":
    "{title}: {heads} {heads2}. Pressione para a mais clara, de novo para a próxima.",
  // assets/ui/panels/attention/index.js
  "Run a model to see, head by head, which token reads from which.":
    "Execute um modelo para ver, cabeça por cabeça, que token lê de qual.",
  // assets/ui/panels/attention/lane.js
  "Attention, lane {lane}": "Atenção, lado {lane}",
  "still holds": "ainda guarda",
  "is looked at": "é olhado",
  "read in → written next": "lido → escrito em seguida",
  "Shown first: {why}": "Mostrada primeiro: {why}",
  "{title}: {reason} Plain weights are shown instead.":
    "{title}: {reason} Em vez disso são mostrados os pesos simples.",
  "Show the memory": "Mostrar a memória",
  "Not every layer is shown: {sentence}": "Nem toda camada é mostrada: {sentence}",
  "On average {unseen} of attention goes to no token but to a learned sink: rows sum to the rest.":
    "Em média {unseen} da atenção não vai a nenhum token, mas a um sumidouro aprendido: as linhas somam o resto.",
  "The heads appear here when the text is complete.": "As cabeças aparecem aqui quando o texto estiver completo.",
  // assets/ui/panels/attention/measure.js
  Weight: "Peso",
  "How much of what a token takes in comes from each token it reads: softmax(q·kᵀ/√d). A row sums to 1, or to less where a learned sink takes a share that is no token's.":
    "Quanto do que um token absorve vem de cada token que ele lê: softmax(q·kᵀ/√d). Uma linha soma 1, ou menos onde um sumidouro aprendido leva uma parcela que não é de nenhum token.",
  "Vaswani et al. 2017, “Attention is all you need”, section 3.2.1":
    "Vaswani et al. 2017, “Attention is all you need”, seção 3.2.1",
  "Weight × value": "Peso × valor",
  length: "comprimento",
  "The weight times the length of what would be written if the token were read alone: ‖w(q, k) · v(k) · W_O‖. A token with a large weight and a short value writes little; the sink is the common case. These are lengths and sum to nothing in particular; of several heads the mean (or the largest) is shown.":
    "O peso vezes o comprimento do que seria escrito se o token fosse lido sozinho: ‖w(q, k) · v(k) · W_O‖. Um token com peso grande e valor curto escreve pouco; o sumidouro é o caso comum. São comprimentos e não somam nada em particular; de várias cabeças mostra-se a média (ou o maior).",
  "Kobayashi et al. 2020, “Attention is not only a weight”": "Kobayashi et al. 2020, “Attention is not only a weight”",
  Rollout: "Rollout",
  "From the input up to the chosen layer: the product over the layers of half the mean attention of all heads and half the token itself, which stands for the residual connection. It says where attention leads, not what it carries. A row sums to 1.":
    "Da entrada até a camada escolhida: o produto, sobre as camadas, de metade da atenção média de todas as cabeças e metade do próprio token, que representa a conexão residual. Diz aonde a atenção leva, não o que ela carrega. Uma linha soma 1.",
  "Abnar and Zuidema 2020, “Quantifying attention flow in transformers”, section 3":
    "Abnar and Zuidema 2020, “Quantifying attention flow in transformers”, seção 3",
  sentence: "frase",
  sentences: "frases",
  // assets/ui/panels/attention/numbers.js
  "Files of what is shown": "Arquivos do que é mostrado",
  "Export:": "Exportar:",
  Copy: "Copiar",
  "The numbers as CSV, to the clipboard": "Os números como CSV, para a área de transferência",
  CSV: "CSV",
  "The numbers that are shown, for a spreadsheet": "Os números mostrados, para uma planilha",
  NPZ: "NPZ",
  "The numbers and the tokens, for numpy": "Os números e os tokens, para numpy",
  SVG: "SVG",
  "The picture as a drawing": "A imagem como desenho",
  PNG: "PNG",
  "The picture as pixels": "A imagem em pixels",
  Numbers: "Números",
  "The numbers of one row": "Os números de uma linha",
  "The exact numbers are still on their way: try again in a moment.":
    "Os números exatos ainda estão a caminho: tente de novo em um instante.",
  "This view has no drawing of its own: choose Links, Matrix, Rows or Text.":
    "Esta visão não tem desenho próprio: escolha Ligações, Matriz, Linhas ou Texto.",
  "Copied.": "Copiado.",
  What: "O que",
  "at place {here} reads; a row per {unit} that is read": "no lugar {here} lê; uma linha por {unit} lido",
  Place: "Lugar",
  Length: "Comprimento",
  // assets/ui/panels/attention/sentence.js
  ", then": ", depois",
  and: "e",
  "looks most at": "olha mais para",
  "is looked at most by": "é mais olhada por",
  "takes most from": "recebe mais de",
  "gives most to": "dá mais a",
  "goes back most to": "remonta mais a",
  "goes most into": "vai mais para",
  "From the input up to layer {n}:": "Da entrada até a camada {n}:",
  "all {heads}": "todas as {heads}",
  "{where}reading the exact numbers…": "{where}lendo os números exatos…",
  "Rows are named: token read → token written next.": "As linhas se chamam: token lido → token escrito em seguida.",
  "The resting place": "O lugar de repouso",
  "is hidden": "está escondido",
  "takes {share} of its attention and is hidden": "leva {share} de sua atenção e está escondido",
  "; the other numbers are not rescaled.": "; os outros números não são reescalados.",
  "looks at nothing else.": "não olha para mais nada.",
  "Links other than those chosen are left out; the numbers are not rescaled.":
    "Ligações além das escolhidas ficam de fora; os números não são reescalados.",
  "Strongest link:": "Ligação mais forte:",
  from: "de",
  "Layer {n}, head {heads}:": "Camada {n}, cabeça {heads}:",
  "Layer {n}, the largest of {which}:": "Camada {n}, o maior de {which}:",
  "Layer {n}, mean of {which}:": "Camada {n}, média de {which}:",
  looks: "olha",
  // assets/ui/panels/attention/sentence_memory.js
  ", {share} of": ", {share} de",
  "{share} of": "{share} de",
  "Layer {layer}:": "Camada {layer}:",
  "the cell takes in {own} of": "a célula absorve {own} de",
  "; after": "; depois de",
  ", after": ", depois de",
  "it still holds {share}": "ainda guarda {share}",
  after: "depois",
  "the cell still holds": "a célula ainda guarda",
  ". The shares sum to at most 1: {rest} is left of the empty cell of the start.{next}":
    ". As parcelas somam no máximo 1: {rest} resta da célula vazia do início.{next}",
  "A row is named: read in → written next.": "Uma linha se chama: lido → escrito em seguida.",
  // assets/ui/panels/attention/sentence_sets/head.js
  "Mean ± sd": "Média ± dp",
  "This text": "Este texto",
  "Least like itself in": "Menos parecida consigo mesma em",
  "Layer {layer}, head {head}": "Camada {layer}, cabeça {head}",
  "on average: {says}": "em média: {says}",
  "on average over these sentences.": "em média nestas frases.",
  "in {asked} of {sentences}": "em {asked} de {sentences}",
  "“This text” is what lane A has read.": "“Este texto” é o que o lado A leu.",
  "Run this model in lane A to set a text beside the means.":
    "Execute este modelo no lado A para pôr um texto ao lado das médias.",
  "Furthest from this head's own means, in standard deviations (sd), the root mean square over its measures. Press a sentence to put it into the text box.":
    "As mais distantes das médias desta cabeça, em desvios padrão (dp), a raiz da média quadrática sobre suas medidas. Pressione uma frase para colocá-la na caixa de texto.",
  "This needs at least three sentences.": "São necessárias pelo menos três frases.",
  "It did the same in every sentence.": "Ela fez o mesmo em todas as frases.",
  "{distance} sd · most in “{title}”: {value}, {away} sd {away2} its mean of {head}":
    "{distance} dp · mais em “{title}”: {value}, {away} dp {away2} de sua média de {head}",
  "It stands in the text box now: press Run there to see this head in it.":
    "Agora está na caixa de texto: pressione Executar ali para ver esta cabeça nela.",
  above: "acima",
  below: "abaixo",
  // assets/ui/panels/attention/sentence_sets/index.js
  ", about {seconds} s left": ", faltam cerca de {seconds} s",
  ", about {seconds} min left": ", faltam cerca de {seconds} min",
  "One sentence per line …": "Uma frase por linha …",
  "Sentences read so far": "Frases lidas até agora",
  "Over many sentences": "Em muitas frases",
  "One text shows what a head did once. Give many sentences, and the model of lane A reads each of them: you get what every head does on average, how much that varies, its role where one is clear over all of them, and the sentences in which it does otherwise.":
    "Um texto mostra o que uma cabeça fez uma vez. Dê muitas frases, e o modelo do lado A lê cada uma: você recebe o que cada cabeça faz em média, quanto isso varia, seu papel onde houver um claro em todas, e as frases em que ela age de outro modo.",
  "Sentences, one per line": "Frases, uma por linha",
  "Use an example": "Usar um exemplo",
  "Ten sentences as an example: exchange them for your own.": "Dez frases de exemplo: troque-as pelas suas.",
  "Open a text file …": "Abrir um arquivo de texto …",
  "{name} is larger than 2 MB: open a shorter file.": "{name} tem mais de 2 MB: abra um arquivo menor.",
  "Read from {name}, in this page only.": "Lido de {name}, somente nesta página.",
  "{name} could not be read.": "{name} não pôde ser lido.",
  "Run a model in lane A first: it is the one that reads the sentences.":
    "Execute primeiro um modelo no lado A: é ele que lê as frases.",
  "The model is getting ready …": "O modelo está se preparando …",
  "{done} of {of}{seconds_left}": "{done} de {of}{seconds_left}",
  "Stopped after {done} of {of}.{sentences}": "Parado depois de {done} de {of}.{sentences}",
  "The result is that of {sentences}.": "O resultado é o de {sentences}.",
  // assets/ui/panels/attention/sentence_sets/measures.js
  Distance: "Distância",
  Entropy: "Entropia",
  // assets/ui/panels/attention/sentence_sets/result.js
  "Mean and standard deviation of every measure of every head": "Média e desvio padrão de cada medida de cada cabeça",
  "Download the table as CSV": "Baixar a tabela como CSV",
  "Heads over these sentences": "Cabeças nestas frases",
  "{title} over {sentences} {sentences2}: {named} of its {count} heads have a clear role on average.":
    "{title} sobre {sentences} {sentences2}: {named} de suas {count} cabeças têm um papel claro em média.",
  "Left out: {numbers} {which}. {why}": "Deixado de fora: {numbers} {which}. {why}",
  "mean over queries and sentences of {says}": "média sobre consultas e frases de {says}",
  "could be asked of {asked} of the {sentences} sentences": "pôde ser perguntado em {asked} das {sentences} frases",
  "by chance {shown}": "por acaso {shown}",
  "{title}, mean of every head": "{title}, média de cada cabeça",
  "Mean: {title}": "Média: {title}",
  "These numbers are of {title}; lane A now holds {now}.": "Estes números são de {title}; o lado A agora tem {now}.",
  line: "linha",
  lines: "linhas",
  // assets/ui/panels/attention/sentence_sets/table.js
  "Heads over many sentences, mean and standard deviation": "Cabeças em muitas frases, média e desvio padrão",
  "Table of heads": "Tabela de cabeças",
  "Role on average": "Papel em média",
  "Show all {heads} heads": "Mostrar todas as {heads} cabeças",
  // assets/ui/panels/attention/steps/index.js
  "The numbers of q, k and their products": "Os números de q, k e seus produtos",
  "The query meets a key": "A consulta encontra uma chave",
  "Scores become weights": "As pontuações viram pesos",
  "What the head takes and writes": "O que a cabeça pega e escreve",
  "Where this comes from": "De onde isto vem",
  "Inside one head, lane {lane}": "Dentro de uma cabeça, lado {lane}",
  "Taking the head apart …": "Desmontando a cabeça …",
  "Inside layer {layer}, head {head}: how": "Dentro da camada {layer}, cabeça {head}: como",
  reads: "lê",
  "The token that reads,": "O token que lê,",
  ", has a query vector q; each token it may read has a key vector k. Here both are shown as the model compares them, positions included:":
    ", tem um vetor de consulta q; cada token que ele pode ler tem um vetor de chave k. Aqui ambos aparecem como o modelo os compara, posições incluídas:",
  "d = {q} numbers each. Multiplied number by number and added up they give one number, q·k: how well this query and the key of":
    "d = {q} números cada. Multiplicados número a número e somados, dão um número, q·k: quão bem esta consulta e a chave de",
  "match.": "combinam.",
  "All heads share these keys and values and differ in their queries:":
    "Todas as cabeças compartilham estas chaves e valores e diferem nas consultas:",
  "Heads {heads} share these keys and values and differ in their queries:":
    "As cabeças {heads} compartilham estas chaves e valores e diferem nas consultas:",
  "Head {head}": "Cabeça {head}",
  "Each q·k is multiplied by the scale {scale}{root}": "Cada q·k é multiplicado pela escala {scale}{root}",
  "(this model's own; Vaswani et al. have 1/√d)": "(própria deste modelo; Vaswani et al. usam 1/√d)",
  ", held between −{softcap} and {softcap2} by the model's soft cap":
    ", mantido entre −{softcap} e {softcap2} pelo limite suave do modelo",
  ", and what the model adds for the distance of the two tokens is added":
    ", e soma-se o que o modelo acrescenta pela distância dos dois tokens",
  ". Softmax turns the results into weights that are positive and sum to 1: the larger the score, the larger the share.":
    ". O softmax transforma os resultados em pesos positivos que somam 1: quanto maior a pontuação, maior a parcela.",
  "{hid} masked: {hid2} may not be read from here and {hid3} the weight 0.":
    "{hid} mascaradas: daqui não podem ser lidas e recebem peso 0.",
  "One key is": "Uma chave",
  "{hid} keys are": "{hid} chaves",
  "+ bias": "+ viés",
  "weight = exp(score) / Σ exp(score) = exp(score − {sum})":
    "peso = exp(pontuação) / Σ exp(pontuação) = exp(pontuação − {sum})",
  Here: "Aqui",
  "is masked: its weight is 0.": "está mascarado: seu peso é 0.",
  ", capped {capped}": ", limitado a {capped}",
  ", with the bias {added} it is {logit}": ", com o viés {added} fica {logit}",
  // assets/ui/panels/attention/steps/keys.js
  "Keys and their steps": "As chaves e seus passos",
  "by weight": "por peso",
  "as in the text": "como no texto",
  Keys: "Chaves",
  "The query's product with this key": "O produto da consulta com esta chave",
  "× scale": "× escala",
  "q·k times the scale": "q·k vezes a escala",
  "q·k times the scale: what the softmax gets": "q·k vezes a escala: o que o softmax recebe",
  "Held between −{softcap} and {softcap2}": "Mantido entre −{softcap} e {softcap2}",
  "What the model adds for the distance": "O que o modelo acrescenta pela distância",
  "What the softmax gets": "O que o softmax recebe",
  "Softmax of the scores: they sum to 1 over all keys": "Softmax das pontuações: somam 1 sobre todas as chaves",
  "How long what the head writes would be if it read this key alone":
    "O comprimento do que a cabeça escreveria se lesse só esta chave",
  "weight × ‖v Wᴼ‖": "peso × ‖v Wᴼ‖",
  "How long this key's part of what is written is": "O comprimento da parte desta chave no que é escrito",
  "Show the strongest": "Mostrar as mais fortes",
  "Show all {total}": "Mostrar todas as {total}",
  "All {masked} keys that may be read from here; {masked2} more {masked3} masked.":
    "Todas as {masked} chaves que podem ser lidas daqui; mais {masked2} {masked3} mascaradas.",
  "{kept} of {total} keys, with {mass} of the weight.": "{kept} de {total} chaves, com {mass} do peso.",
  "Key {key}: {word}": "Chave {key}: {word}",
  masked: "mascarado",
  score: "pontuação",
  // assets/ui/panels/attention/steps/output.js
  "The numbers of v and of what is taken": "Os números de v e do que é pego",
  "Which words this direction points to": "Para que palavras esta direção aponta",
  "Each key comes with a value vector v. The head takes the sum of all values, each times its weight α: Σ α v. Below, the value of":
    "Cada chave vem com um vetor de valor v. A cabeça pega a soma de todos os valores, cada um vezes seu peso α: Σ α v. Abaixo, o valor de",
  "(weight α = {key}) and the sum.": "(peso α = {key}) e a soma.",
  "The output projection Wᴼ turns these {output} numbers into the {vector} of the residual stream. That vector is what this head adds there, beside the other heads; the bias of the layer belongs to all of them and is left out.":
    "A projeção de saída Wᴼ transforma estes {output} números nos {vector} do fluxo residual. Esse vetor é o que esta cabeça acrescenta ali, ao lado das outras; o viés da camada pertence a todas e fica de fora.",
  From: "Só de",
  "alone: α · ‖v Wᴼ‖ = {key} × {key2} =": ": α · ‖v Wᴼ‖ = {key} × {key2} =",
  ". The lengths of single keys do not add up to the whole, since their vectors point different ways.":
    ". Os comprimentos das chaves isoladas não somam o todo, pois seus vetores apontam em direções diferentes.",
  "The product of the written vector with each token's row of the unembedding, the matrix that makes logits of the last state. It is a direction and no prediction: later layers read and change it, the norms on the way rescale it, and a head may write for other heads to read and not for words at all.":
    "O produto do vetor escrito com a linha de cada token na matriz de saída, a que faz logits do último estado. É uma direção e não uma previsão: camadas posteriores a leem e mudam, as normas no caminho a reescalam, e uma cabeça pode escrever para outras cabeças lerem e não para palavras.",
  "away from": "afastando de",
  // assets/ui/panels/attention/steps/vectors.js
  "below 0": "abaixo de 0",
  "above 0": "acima de 0",
  "coloured by the square root of its share of the strip's largest number":
    "colorido pela raiz quadrada de sua parcela do maior número da faixa",
  "{name}{word}: {values} numbers, the largest {most} in size; all in the table below":
    "{name}{word}: {values} números, o maior com tamanho {most}; todos na tabela abaixo",
  "of {word}": "de {word}",
  of: "de",
  "The largest number of the strip, without its sign": "O maior número da faixa, sem o sinal",
  "max {most}": "máx. {most}",
  "component {n} of {count}": "componente {n} de {count}",
  // assets/ui/panels/attention/svg.js
  "What “{row}” ({row2}) reads": "O que “{row}” ({row2}) lê",
  // assets/ui/panels/attention/views/bertviz.js
  "One layer. A square is a head: a click shows or hides it, a double click leaves it alone. Point at a token for its lines.":
    "Uma camada. Um quadrado é uma cabeça: um clique a mostra ou esconde, um clique duplo a deixa sozinha. Aponte para um token para ver suas linhas.",
  Model: "Modelo",
  "All heads at once. A click on one shows it large.": "Todas as cabeças de uma vez. Um clique em uma a mostra grande.",
  Neuron: "Neurônio",
  "One head. Point at a token on the left and click its + to see the numbers of its query and of every key.":
    "Uma cabeça. Aponte para um token à esquerda e clique no seu + para ver os números de sua consulta e de cada chave.",
  "bertviz names a row by the token that is read in; the token below it is the one written next.":
    "O bertviz dá à linha o nome do token lido; o token abaixo é o escrito em seguida.",
  "{title} view: {what}": "Visão {title}: {what}",
  "Drawn by bertviz from this run: plain weights, token by token, the same numbers as in the other views.":
    "Desenhado pelo bertviz a partir desta execução: pesos simples, token por token, os mesmos números das outras visões.",
  "Which view of bertviz": "Qual visão do bertviz",
  "bertviz is starting …": "bertviz está começando …",
  "bertviz, {kind} view, lane {lane}": "bertviz, visão {kind}, lado {lane}",
  "bertviz could not draw this run: run the text again.":
    "O bertviz não conseguiu desenhar esta execução: execute o texto de novo.",
  // assets/ui/panels/attention/views/index.js
  "a line from each word to the words it looks at": "uma linha de cada palavra às que ela olha",
  Matrix: "Matriz",
  "every number of the chosen heads": "todos os números das cabeças escolhidas",
  "All heads": "Todas as cabeças",
  "this word in every head of every layer": "esta palavra em cada cabeça de cada camada",
  Text: "Texto",
  "the text itself, shaded": "o próprio texto, sombreado",
  "Step by step": "Passo a passo",
  "one head, step by step, with its real numbers": "uma cabeça, passo a passo, com seus números reais",
  "bertviz's own views": "as visões do próprio bertviz",
  "Several heads are chosen: this is the inside of the first, head {heads}.":
    "Há várias cabeças escolhidas: este é o interior da primeira, a cabeça {heads}.",
  "How attention is drawn": "Como a atenção é desenhada",
  Rows: "Linhas",
  // assets/ui/panels/attention/views/links.js
  "Tokens that read": "Tokens que leem",
  "Tokens that are read": "Tokens que são lidos",
  "{word}, then {word2} is written": "{word}, depois {word2} é escrito",
  "Tokens, left: {says}": "Tokens, à esquerda: {says}",
  "Tokens, right: {says}": "Tokens, à direita: {says}",
  // assets/ui/panels/attention/views/matrix.js
  "Each of the chosen heads": "Cada uma das cabeças escolhidas",
  "Attention matrix, rows read columns": "Matriz de atenção, linhas leem colunas",
  "Head {head} alone": "Só a cabeça {head}",
  "{queries} × {keys} {unit}; rows read{next}, columns are read":
    "{queries} × {keys} {unit}; linhas leem{next}, colunas são lidas",
  "(read in → written next)": "(lido → escrito em seguida)",
  // assets/ui/panels/attention/views/rows.js
  "One token in every head": "Um token em cada cabeça",
  "layer {layer}": "camada {layer}",
  "a row per layer": "uma linha por camada",
  "a row per head: layer · head": "uma linha por cabeça: camada · cabeça",
  "at place {token} reads in every head. Click a row to choose its head; Links, Matrix and Text choose another token.":
    "no lugar {token} lê em cada cabeça. Clique em uma linha para escolher sua cabeça; Ligações, Matriz e Texto escolhem outro token.",
  // assets/ui/panels/attention/views/text.js
  "It reads from": "Ele lê de",
  "shade:": "sombra:",
  "Point at a word or choose it: the others are shaded by how much it reads from them.":
    "Aponte para uma palavra ou escolha-a: as outras são sombreadas pelo quanto ela lê delas.",
  "Point at a written word or choose it: the text below is shaded by how much was read from it to write that word, at the word before.":
    "Aponte para uma palavra escrita ou escolha-a: o texto abaixo é sombreado pelo quanto dele foi lido para escrevê-la, na palavra anterior.",
  "Point at a word or choose it: the text below is shaded by how much it reads from it.":
    "Aponte para uma palavra ou escolha-a: o texto abaixo é sombreado pelo quanto ela lê dele.",
  // assets/ui/panels/attribution/index.js
  "Run the task “Sentiment” or “Answer” to ask which words decided.":
    "Execute a tarefa “Sentimento” ou “Responder” para perguntar que palavras decidiram.",
  None: "Nenhuma",
  "Tint the text above by": "Colorir o texto acima por",
  "Label to explain, lane {lane}": "Rótulo a explicar, lado {lane}",
  "What speaks for": "O que fala a favor de",
  "Steps done so far": "Passos feitos até agora",
  "What decides, lane {lane}": "O que decide, lado {lane}",
  "What speaks for the answer": "O que fala a favor da resposta",
  "What speaks for the rejected candidate": "O que fala a favor do candidato rejeitado",
  "Run takes about two seconds: the model reads the text a hundred times, with words taken away.":
    "Executar leva cerca de dois segundos: o modelo lê o texto cem vezes, com palavras retiradas.",
  "The label or the answer to explain comes when the run has ended.":
    "O rótulo ou a resposta a explicar aparece quando a execução terminar.",
  "There is no label and no answer to explain here.": "Não há rótulo nem resposta a explicar aqui.",
  // assets/ui/panels/attribution/result.js
  numbers: "números",
  Mostly: "Principalmente",
  "spoke for": "falou a favor de",
  "No word spoke for": "Nenhuma palavra falou a favor de",
  "; against it:": "; contra:",
  "No word made a difference.": "Nenhuma palavra fez diferença.",
  "fell by {gain}": "caiu {gain}",
  "rose by {gain}": "subiu {gain}",
  "The score (logits of first and last token) of": "A pontuação (logits do primeiro e do último token) de",
  "The score (logit) of": "A pontuação (logit) de",
  "is {score}. The integrated parts sum to {sum}; the score {moved} from the empty text: gap {gap}.":
    "é {score}. As partes integradas somam {sum}; a pontuação {moved} desde o texto vazio: diferença {gap}.",
  "In the empty text every word is {empty}.": "No texto vazio cada palavra é {empty}.",
  Word: "Palavra",
  "Gradient, integrated and occlusion in logits: right of the line the word speaks for the target, left of it against. Rollout is a share of all attention. Every column has a scale of its own.":
    "Gradiente, integrado e oclusão em logits: à direita da linha a palavra fala a favor do alvo, à esquerda contra. Rollout é uma parcela de toda a atenção. Cada coluna tem sua própria escala.",
  "What each word adds, lane {lane}": "O que cada palavra acrescenta, lado {lane}",
  "no order": "sem ordem",
  "Rank correlation (Spearman) between the sizes that two ways give the words: 1 the same order, 0 none, −1 the reverse.":
    "Correlação de postos (Spearman) entre os tamanhos que dois modos dão às palavras: 1 a mesma ordem, 0 nenhuma, −1 a inversa.",
  "An attribution is not by itself an explanation.": "Uma atribuição, por si só, não é uma explicação.",
  "There are too few words, or no differences between them, so the ways cannot be compared.":
    "Há palavras de menos, ou nenhuma diferença entre elas, então os modos não podem ser comparados.",
  "All ways put the words in much the same order here (least: {r}).":
    "Aqui todos os modos põem as palavras quase na mesma ordem (mínimo: {r}).",
  "The ways agree in part: the least is {least} ({r}). They ask different questions.":
    "Os modos concordam em parte: o mínimo é {least} ({r}). Eles fazem perguntas diferentes.",
  ", likewise": ", assim como",
  "The ways disagree: {names} put the words in different orders. They ask different questions of the same model, and none of them is the answer alone.":
    "Os modos discordam: {names} põem as palavras em ordens diferentes. Eles fazem perguntas diferentes ao mesmo modelo, e nenhum é sozinho a resposta.",
  // assets/ui/panels/beams/index.js
  "Run with temperature 0 and two beams or more to see every path the search tried.":
    "Execute com temperatura 0 e dois feixes ou mais para ver todos os caminhos que a busca tentou.",
  "Show pruned branches": "Mostrar ramos podados",
  "Finished hypotheses, lane {lane}": "Hipóteses terminadas, lado {lane}",
  "Beams, lane {lane}": "Feixes, lado {lane}",
  "The tree appears here when the search is over.": "A árvore aparece aqui quando a busca terminar.",
  "The search kept {beams} beams.": "A busca manteve {beams} feixes.",
  "No hypothesis has ended. {kept}": "Nenhuma hipótese terminou. {kept}",
  "Score = log-probability / length": "Pontuação = log-probabilidade / comprimento",
  ". The first: {log_probability} / {best}": ". A primeira: {log_probability} / {best}",
  "nats per token": "nats por token",
  // assets/ui/panels/compare/difference.js
  "B reads more": "B lê mais",
  "A reads more": "A lê mais",
  "The whole matrix as numbers, A and B beside it": "A matriz inteira em números, com A e B ao lado",
  "Download the differences as CSV": "Baixar as diferenças como CSV",
  "Difference matrix": "Matriz de diferenças",
  "Each row reads, each column is read. Hover a cell, or move with the arrow keys, for its numbers.":
    "Cada linha lê, cada coluna é lida. Passe sobre uma célula, ou mova com as setas, para ver seus números.",
  "Links that differ most": "Ligações que mais diferem",
  "is read": "é lido",
  "Attention of lane A less that of lane B, rows read columns":
    "Atenção do lado A menos a do lado B, linhas leem colunas",
  "{row} reads {column}: A {place}, B {place2}, A − B {place3}":
    "{row} lê {column}: A {place}, B {place2}, A − B {place3}",
  "A − B: layer {layer}, head {head}": "A − B: camada {layer}, cabeça {head}",
  "Both lanes read alike in this head: every difference is 0.":
    "Os dois lados leem igual nesta cabeça: toda diferença é 0.",
  "The other {others} links differ less; the CSV has them all.":
    "As outras {others} ligações diferem menos; o CSV tem todas.",
  "The other {others} links differ by less than 0.001.": "As outras {others} ligações diferem em menos de 0.001.",
  // assets/ui/panels/compare/index.js
  "Two runs of “Read only” are compared here: a model before and after training shows what the training changed, one model with two sentences shows what the words change.":
    "Aqui se comparam duas execuções de “Só ler”: um modelo antes e depois do treino mostra o que o treino mudou; um modelo com duas frases mostra o que as palavras mudam.",
  "Kind of attention to compare": "Tipo de atenção a comparar",
  "Heads that changed most": "Cabeças que mais mudaram",
  "Look at it in Attention": "Ver em Atenção",
  "Changed most": "Mais mudaram",
  "The heads are compared when both lanes have ended.": "As cabeças são comparadas quando os dois lados terminarem.",
  "The two models have no attention of one kind: lane A has {name} attention, lane B {name2}. {what_to_do}":
    "Os dois modelos não têm atenção do mesmo tipo: o lado A tem atenção {name}, o lado B {name2}. {what_to_do}",
  "Heads cannot be paired: the model in lane A has {layers} layers of {heads} heads, that in lane B {layers2} of {heads2}, so no head of one stands for a head of the other. {what_to_do}":
    "As cabeças não podem ser pareadas: o modelo do lado A tem {layers} camadas de {heads} cabeças, o do lado B {layers2} de {heads2}, então nenhuma cabeça de um corresponde a uma do outro. {what_to_do}",
  "Layer {layer}, head {head}: on average a {unit} moved {distance} of its attention elsewhere (distance {distance2}).":
    "Camada {layer}, cabeça {head}: em média um {unit} levou {distance} de sua atenção para outro lugar (distância {distance2}).",
  "No head reads differently: both lanes hold the same attention weights{word}.":
    "Nenhuma cabeça lê diferente: os dois lados têm os mesmos pesos de atenção{word}.",
  "among the words they share": "entre as palavras que compartilham",
  // assets/ui/panels/compare/word_pairing.js
  "{count} of {one} words matched": "{count} de {one} palavras pareadas",
  "{count} words matched, of {one} in A and {other} in B": "{count} palavras pareadas, de {one} em A e {other} em B",
  "and {word} more": "e mais {word}",
  "The lanes read different tokens: aligned by word, {columns}. The attention on everything else is put together as “rest”.":
    "Os lados leem tokens diferentes: alinhados por palavra, {columns}. A atenção a todo o resto é reunida como “resto”.",
  "{rows} among those that read, {columns} among those that are read":
    "{rows} entre as que leem, {columns} entre as que são lidas",
  "has alone:": "tem sozinho:",
  // assets/ui/panels/figures/index.js
  "Run a model to fill this panel.": "Execute um modelo para preencher este painel.",
  // assets/ui/panels/finetune/curve.js
  "Loss and accuracy are drawn here while it trains. You can stop at any time: the best so far is kept.":
    "A perda e a acurácia são desenhadas aqui durante o treino. Você pode parar a qualquer momento: o melhor até então é guardado.",
  "Download {name} ({size})": "Baixar {name} ({size})",
  "— loss, nats (left)": "— perda, nats (esquerda)",
  "● accuracy on held-back rows (right)": "● acurácia nas linhas reservadas (direita)",
  "step {step}: {share} right": "passo {step}: {share} certas",
  ", {scores} of the held-back rows right": ", {scores} das linhas reservadas certas",
  "about {seconds} s left": "faltam cerca de {seconds} s",
  "about {seconds} min left": "faltam cerca de {seconds} min",
  "Loss {last} after step {reached} of {steps}{right}": "Perda {last} após o passo {reached} de {steps}{right}",
  // assets/ui/panels/interventions/ablation_map.js
  "The model reads the text once per head, many at a time.":
    "O modelo lê o texto uma vez por cabeça, muitas de cada vez.",
  "Heads taken out so far": "Cabeças retiradas até agora",
  "Each head is": "Estado de cada cabeça",
  "only its mean": "só sua média",
  "heads that the word needs": "cabeças de que a palavra precisa",
  "heads that speak against it": "cabeças que falam contra ela",
  "Every head in turn": "Cada cabeça, uma por vez",
  "Each head is taken out alone: the darker, the more the word depended on it.":
    "Cada cabeça é retirada sozinha: quanto mais escuro, mais a palavra dependia dela.",
  "Most of all: head {head} of layer {layer}, {value} nats.":
    "Acima de todas: a cabeça {head} da camada {layer}, {value} nats.",
  "No head does.": "Nenhuma cabeça.",
  "Effect of taking out each head": "Efeito de retirar cada cabeça",
  "Nats that the word loses without the head": "Nats que a palavra perde sem a cabeça",
  // assets/ui/panels/interventions/choice.js
  "A head": "Uma cabeça",
  "A link": "Uma ligação",
  "A word": "Uma palavra",
  "A layer's attention": "A atenção de uma camada",
  "A feed-forward part": "Uma parte feed-forward",
  "A neuron": "Um neurônio",
  "twice as strong": "em dobro",
  "turned round": "invertido",
  "What to change": "O que mudar",
  "What reads": "Quem lê",
  "What is read": "O que é lido",
  "Off: the other weights stay as they were, and the row sums to less than 1.":
    "Desligado: os outros pesos ficam como eram, e a linha soma menos de 1.",
  "the other weights take over its share": "os outros pesos assumem a parte dela",
  cross: "atenção cruzada",
  "self-attention": "autoatenção",
  // assets/ui/panels/interventions/index.js
  "Run a model first, then take something away inside it.":
    "Execute um modelo primeiro e depois retire algo de dentro dele.",
  "What this shows holds for this model and this text. It does not show that the part does nothing else, nor that another part could not stand in for it.":
    "O que isto mostra vale para este modelo e este texto. Não mostra que a parte não faz mais nada, nem que outra não poderia substituí-la.",
  "Changes tried so far": "Mudanças tentadas até agora",
  "The same change elsewhere": "A mesma mudança em outro lugar",
  "Is that much? The same change elsewhere": "É muito? A mesma mudança em outro lugar",
  Undo: "Desfazer",
  Clear: "Limpar",
  "Tried in this visit": "Tentado nesta visita",
  "Cut and see, lane {lane}": "Corte e veja, lado {lane}",
  "Watched: what the model fills in.": "Observado: o que o modelo preenche.",
  "Watched: the first answer of the model.": "Observado: a primeira resposta do modelo.",
  "Watched:": "Observado:",
  "which comes after": "que vem depois de",
  "Watched: the likeliest token": "Observado: o token mais provável",
  "Click another token of the answer to watch that one.": "Clique em outro token da resposta para observá-lo.",
  "Up to 20 other places of the same kind are changed alike.":
    "Até 20 outros lugares do mesmo tipo são mudados da mesma forma.",
  // assets/ui/panels/interventions/result.js
  "Changed:": "Mudança:",
  "Before and after the change": "Antes e depois da mudança",
  "log-probability of “{word}”: {before} → {after} nats": "log-probabilidade de “{word}”: {before} → {after} nats",
  "logit difference to “{word}”: {before} → {after}": "diferença de logit para “{word}”: {before} → {after}",
  "KL divergence of the whole distribution: {kl} nats": "divergência KL de toda a distribuição: {kl} nats",
  "log-probability of all that was written: {before} → {after} nats":
    "log-probabilidade de tudo o que foi escrito: {before} → {after} nats",
  "Attention that changed most because of it:": "Atenção que mais mudou por causa disso:",
  "What it would write now": "O que escreveria agora",
  now: "agora",
  "(the same)": "(igual)",
  "Open the changed run in lane B": "Abrir a execução mudada no lado B",
  "Effect (nats)": "Efeito (nats)",
  "The effect is larger than that of {larger} of {count} others of the same kind.":
    "O efeito é maior que o de {larger} entre {count} outros do mesmo tipo.",
  "Each dot is the same change elsewhere; left of the line the word becomes less likely.":
    "Cada ponto é a mesma mudança em outro lugar; à esquerda da linha a palavra fica menos provável.",
  "as a table": "como tabela",
  "Feed-forward parts, by layer": "Partes feed-forward, por camada",
  "feed-forward part of layer {layer}": "parte feed-forward da camada {layer}",
  // assets/ui/panels/interventions/says.js
  "neuron {neuron} of layer {layer} is off": "o neurônio {neuron} da camada {layer} está desligado",
  "neuron {neuron} of layer {layer} is turned round": "o neurônio {neuron} da camada {layer} está invertido",
  "neuron {neuron} of layer {layer} counts twice": "o neurônio {neuron} da camada {layer} conta em dobro",
  "the feed-forward part of layer {layer} adds only its mean":
    "a parte feed-forward da camada {layer} soma só sua média",
  "the feed-forward part of layer {layer} adds nothing": "a parte feed-forward da camada {layer} não soma nada",
  "the attention of layer {layer} hands on only its mean": "a atenção da camada {layer} passa adiante só sua média",
  "the attention of layer {layer} hands on nothing": "a atenção da camada {layer} não passa nada adiante",
  "head {head} of layer {layer} hands on only its mean": "a cabeça {head} da camada {layer} passa adiante só sua média",
  "head {head} of layer {layer} counts twice": "a cabeça {head} da camada {layer} conta em dobro",
  "head {head} of layer {layer} hands on nothing": "a cabeça {head} da camada {layer} não passa nada adiante",
  "nothing reads": "ninguém lê",
  "no longer reads": "não lê mais",
  "in head {head} of layer {layer}": "na cabeça {head} da camada {layer}",
  "stays at {before}: it did not depend on this.": "fica em {before}: não dependia disso.",
  "falls from {before} to {after}.": "cai de {before} para {after}.",
  "rises from {before} to {after}.": "sobe de {before} para {after}.",
  "Now the likeliest is": "Agora o mais provável é",
  // assets/ui/panels/logit_lens/chart.js
  "Watched words, lane {lane}": "Palavras acompanhadas, lado {lane}",
  "{word} ends at {probability}, rank {rank}": "{word} termina em {probability}, posto {rank}",
  "{probability}, rank {rank}": "{probability}, posto {rank}",
  "Stop watching {word}": "Parar de acompanhar {word}",
  "Probability and rank through the layers: {watched}": "Probabilidade e posto através das camadas: {watched}",
  "emb.": "emb.",
  // assets/ui/panels/logit_lens/grid.js
  "Predictions of every layer, lane {lane}; arrow keys move, Enter opens a cell":
    "Previsões de cada camada, lado {lane}; as setas movem, Enter abre uma célula",
  "{row}, after {word}": "{row}, depois de {word}",
  "of the final word": "da palavra final",
  "its rank": "seu posto",
  "{place}: not computed yet": "{place}: ainda não calculado",
  // assets/ui/panels/logit_lens/index.js
  "whole block": "bloco inteiro",
  "attention only": "só a atenção",
  "100 % for the final word": "100 % para a palavra final",
  rank: "posto",
  "last of all": "o último de todos",
  "rank 1 for the final word (logarithmic)": "posto 1 para a palavra final (logarítmico)",
  "{word} nats, all alike": "{word} nats, todas iguais",
  "0 nats, certain": "0 nats, certeza",
  "Run a model to see what each of its layers would predict.":
    "Execute um modelo para ver o que cada uma de suas camadas preveria.",
  "Definition, caution and sources": "Definição, cautela e fontes",
  "Read the state after the": "Ler o estado depois de",
  "Colour by": "Colorir por",
  bold: "negrito",
  "already the final word; the number beside a word is its probability in %":
    "já a palavra final; o número ao lado de uma palavra é sua probabilidade em %",
  "Likeliest words of the chosen cell, lane {lane}": "Palavras mais prováveis da célula escolhida, lado {lane}",
  "Click a word to watch it through the layers.": "Clique em uma palavra para acompanhá-la pelas camadas.",
  "Watched words": "Palavras acompanhadas",
  "Layers, lane {lane}": "Camadas, lado {lane}",
  "{most_watched} words are watched at most: remove one to add another.":
    "No máximo {most_watched} palavras são acompanhadas: retire uma para acrescentar outra.",
  ", its attention": ", sua atenção",
  "The layers appear here when the text is complete.": "As camadas aparecem aqui quando o texto estiver completo.",
  "block {i}": "bloco {i}",
  most: "máximo de",
  // assets/ui/panels/logit_lens/neurons.js
  "Most active neurons, lane {lane}": "Neurônios mais ativos, lado {lane}",
  "What this is, and its source": "O que é isto, e sua fonte",
  "The embeddings stand before every feed-forward part: choose a block.":
    "Os embeddings ficam antes de toda parte feed-forward: escolha um bloco.",
  "Reading the text once more to see inside its blocks …":
    "Lendo o texto mais uma vez para ver dentro de seus blocos …",
  "Sorted by the norm of what each writes into the residual stream. Logits before the final norm.":
    "Ordenados pela norma do que cada um escreve no fluxo residual. Logits antes da norma final.",
  Activation: "Ativação",
  "Norm written": "Norma escrita",
  "Pushes towards": "Empurra para",
  "Pushes away from": "Afasta de",
  "Feed-forward neurons": "Neurônios feed-forward",
  "Feed-forward neurons of block {layer} at": "Neurônios feed-forward do bloco {layer} em",
  at: "em",
  // assets/ui/panels/logit_lens/sentence.js
  "It had led before, in {first}.": "Já havia liderado antes, em {first}.",
  "It had led before, first in {first} and last in {last}.":
    "Já havia liderado antes, primeiro em {first} e por último em {last}.",
  "the embeddings": "os embeddings",
  "the attention of {row}": "a atenção de {row}",
  "wins only in the last feed-forward part: after the attention of {last} it is choice {last2}, with {end}.":
    "vence só na última parte feed-forward: depois da atenção de {last} é a escolha {last2}, com {end}.",
  "is the first choice from the very start, {where}, and stays: {end} at the end.":
    "é a primeira escolha desde o início, {where}, e permanece: {end} no fim.",
  "becomes the first choice only at the last step, in {where}, with {end}.{lost}":
    "torna-se a primeira escolha só no último passo, em {where}, com {end}.{lost}",
  "becomes the first choice in {where} and stays: {end} at the end.{lost}":
    "torna-se a primeira escolha em {where} e permanece: {end} no fim.{lost}",
  // assets/ui/panels/next_token/candidates.js
  "Next token, lane {lane}": "Próximo token, lado {lane}",
  "thin line: before your settings ·": "linha fina: antes das suas configurações ·",
  "drawn ·": "sorteado ·",
  "{nats} nats ({nats2} bits)": "{nats} nats ({nats2} bits)",
  "All {vocabulary} tokens can be drawn.": "Todos os {vocabulary} tokens podem ser sorteados.",
  "{kept} of {vocabulary} tokens kept: {share} of the mass, rescaled to 100 %.":
    "{kept} de {vocabulary} tokens mantidos: {share} da massa, reescalada para 100 %.",
  After: "Depois de",
  came: "veio",
  "(rank {rank})": "(posto {rank})",
  "comes next": "vem a seguir",
  "◆ came next": "◆ veio a seguir",
  ", drawn {count} of {draws} times": ", sorteado {count} de {draws} vezes",
  ", came next": ", veio a seguir",
  "all {count} others": "todos os outros {count}",
  "{kept} of {count} others": "{kept} de outros {count}",
  "{count} others": "outros {count}",
  "{word}, {probability}, the model's own {before}{came}{drawn}. Press to continue with it.":
    "{word}, {probability}, a do próprio modelo {before}{came}{drawn}. Pressione para seguir com ele.",
  // assets/ui/panels/next_token/cumulative.js
  Together: "Juntos",
  "the likeliest token": "o token mais provável",
  "{reached} of {vocabulary} tokens reach the top-p line at {top_p}.":
    "{reached} de {vocabulary} tokens alcançam a linha top-p em {top_p}.",
  "{half} {half2} half of the probability, {before} have nine tenths.":
    "{half} {half2} metade da probabilidade, {before} têm nove décimos.",
  "token has": "token tem",
  "tokens have": "tokens têm",
  // assets/ui/panels/next_token/draws.js
  "Seed of the draws": "Semente dos sorteios",
  "Draw {draws}": "Sortear {draws}",
  "{different} different {different2} in {total} draws.": "{different} {different2} diferentes em {total} sorteios.",
  "{kinds} Only one token is likely enough to be compared: there is nothing to test.":
    "{kinds} Só um token é provável o bastante para ser comparado: não há o que testar.",
  "in less than one of a thousand": "em menos de uma em mil",
  "in {p} of": "em {p} das",
  "{kinds} Chi-square {statistic} with {freedom} degrees of freedom: true draws lie this far off or further {rarely} tries, so these {p} the bars.":
    "{kinds} Qui-quadrado {statistic} com {freedom} graus de liberdade: sorteios verdadeiros ficam tão longe ou mais {rarely} tentativas, então estes {p} com as barras.",
  "hardly fit": "mal combinam",
  seed: "semente",
  fit: "combinam",
  // assets/ui/panels/next_token/index.js
  Temperature: "Temperatura",
  "0 is greedy: always the likeliest token": "0 é guloso: sempre o token mais provável",
  "Top-k": "Top-k",
  "keep the k likeliest tokens; 0 is off": "mantém os k tokens mais prováveis; 0 desliga",
  "Top-p": "Top-p",
  "keep the fewest tokens that reach this probability; 1 is off":
    "mantém o mínimo de tokens que alcança esta probabilidade; 1 desliga",
  "Min-p": "Min-p",
  "drop tokens below this share of the likeliest; 0 is off":
    "descarta tokens abaixo desta parcela do mais provável; 0 desliga",
  Reset: "Redefinir",
  "Use the run's settings": "Usar as configurações da execução",
  "All rules": "Todas as regras",
  "Usual order": "Ordem usual",
  "Scale of the bars": "Escala das barras",
  linear: "linear",
  logarithmic: "logarítmica",
  "All rules of decoding": "Todas as regras de decodificação",
  "From the model's logits to the token that is drawn: each rule works on what the one before it left. Switch them on, and move one earlier or later to see what the order does.":
    "Dos logits do modelo ao token sorteado: cada regra trabalha sobre o que a anterior deixou. Ligue-as e mova uma para antes ou depois para ver o que a ordem faz.",
  "Run a model to see how likely it finds each next token.":
    "Execute um modelo para ver quão provável ele acha cada próximo token.",
  "Write on with these settings": "Continuar escrevendo com estas configurações",
  "Four sliders": "Quatro controles",
  "All rules ({hidden} more on)": "Todas as regras (mais {hidden} ligadas)",
  "Nothing stands before the first token, so the model had nothing to predict it from.":
    "Não há nada antes do primeiro token, então o modelo não tinha de onde prevê-lo.",
  Perplexity: "Perplexidade",
  "as open as a choice among that many equally likely tokens: exp(entropy), also called the effective vocabulary size":
    "tão aberto quanto escolher entre tantos tokens igualmente prováveis: exp(entropia), também chamado tamanho efetivo do vocabulário",
  "never drawn": "nunca sorteado",
  Surprise: "Surpresa",
  "of the token that came: minus the logarithm of its {came}": "do token que veio: menos o logaritmo de seus {came}",
  Seen: "Vistos",
  "different tokens in the text so far, which the penalties work on":
    "tokens diferentes no texto até aqui, sobre os quais agem as penalidades",
  "The bars appear here when the text is complete.": "As barras aparecem aqui quando o texto estiver completo.",
  by: "por",
  bars: "barras",
  // assets/ui/panels/next_token/rule_bars.js
  before: "antes",
  "Changes nothing now.": "Não muda nada agora.",
  "{kept} {kept2} left.": "Restam {kept} {kept2}.",
  "token is": "token",
  "tokens are": "tokens",
  "Cuts {cut} of {kept} tokens, which had {mass} of the probability. {left}":
    "Corta {cut} de {kept} tokens, que tinham {mass} da probabilidade. {left}",
  "Cuts nothing here. {left}": "Não corta nada aqui. {left}",
  "Cuts nothing. The entropy {nats}: {entropy} → {entropy2} nats.":
    "Não corta nada. A entropia {nats}: {entropy} → {entropy2} nats.",
  falls: "cai",
  rises: "sobe",
  stays: "permanece",
  // assets/ui/panels/next_token/rule_cards.js
  "Logit bias": "Viés de logit",
  "adds a number to the logit of tokens you name": "soma um número ao logit dos tokens que você indica",
  "Repetition penalty": "Penalidade de repetição",
  "divides the logits of tokens that stand in the text already; 1 is off":
    "divide os logits dos tokens que já estão no texto; 1 desliga",
  "Presence penalty": "Penalidade de presença",
  "takes this off the logit of every token in the text, however often; 0 is off":
    "subtrai isto do logit de cada token do texto, não importa quantas vezes; 0 desliga",
  "Frequency penalty": "Penalidade de frequência",
  "takes this off the logit for every time a token stands in the text; 0 is off":
    "subtrai isto do logit a cada vez que o token aparece no texto; 0 desliga",
  "Banned words": "Palavras proibidas",
  "words that are never completed": "palavras que nunca são completadas",
  "divides the logits: below 1 sharper, above 1 flatter; 0 takes the likeliest":
    "divide os logits: abaixo de 1 mais agudo, acima de 1 mais plano; 0 fica com o mais provável",
  "keeps the k likeliest tokens; 0 is off": "mantém os k tokens mais prováveis; 0 desliga",
  "keeps the fewest tokens that reach this probability; 1 is off":
    "mantém o mínimo de tokens que alcança esta probabilidade; 1 desliga",
  "drops tokens below this share of the likeliest; 0 is off":
    "descarta tokens abaixo desta parcela do mais provável; 0 desliga",
  "Typical-p": "Typical-p",
  "keeps the tokens whose surprise is nearest to the entropy, up to this probability; 1 is off":
    "mantém os tokens cuja surpresa está mais próxima da entropia, até esta probabilidade; 1 desliga",
  "The rules in the order they are applied": "As regras na ordem em que são aplicadas",
  "{label} is now rule {to} of {order}.": "{label} agora é a regra {to} de {order}.",
  earlier: "antes",
  later: "depois",
  // assets/ui/panels/positions/compare_schemes.js
  Sinusoidal: "Senoidal",
  Rotary: "Rotatória",
  ALiBi: "ALiBi",
  "T5 buckets": "Faixas do T5",
  "Learned table of lane A": "Tabela aprendida do lado A",
  "Learned table of lane B": "Tabela aprendida do lado B",
  Width: "Largura",
  Base: "Base",
  Heads: "Cabeças",
  Buckets: "Faixas",
  "Largest distance": "Maior distância",
  First: "Primeiro",
  Second: "Segundo",
  Swap: "Trocar",
  "Two schemes side by side, computed from their formulas for the sizes you choose. No model is run.":
    "Dois esquemas lado a lado, calculados por suas fórmulas para os tamanhos que você escolher. Nenhum modelo é executado.",
  "Unit: {unit}. {says}": "Unidade: {unit}. {says}",
  // assets/ui/panels/positions/dial.js
  "Kind of layer": "Tipo de camada",
  "Query at": "Consulta em",
  "Position of the query, lane {lane}": "Posição da consulta, lado {lane}",
  "Key at": "Chave em",
  "Position of the key, lane {lane}": "Posição da chave, lado {lane}",
  "Pair of dimensions, lane {lane}": "Par de dimensões, lado {lane}",
  "Turn the hands": "Gire os ponteiros",
  "One pair of dimensions of a query and of a key, as hands of a clock. Each turns by its position × the frequency of the pair. Only the angle between them enters the score: move both, and it stays.":
    "Um par de dimensões de uma consulta e de uma chave, como ponteiros de um relógio. Cada um gira por sua posição × a frequência do par. Só o ângulo entre eles entra na pontuação: mova os dois e ele fica igual.",
  "Move both, keep the distance": "Mover os dois, manter a distância",
  "Beyond the {trained_length} positions this model is made for.":
    "Além das {trained_length} posições para as quais este modelo foi feito.",
  "All {frequencies} pairs at the query's position, fastest first. Choose one to see it large.":
    "Todos os {frequencies} pares na posição da consulta, os mais rápidos primeiro. Escolha um para vê-lo grande.",
  "Pair {index}, one turn in {frequency} tokens": "Par {index}, uma volta em {frequency} tokens",
  "query, without scaling": "consulta, sem escala",
  "between them": "entre eles",
  "{by} = {turn} turns": "{by} = {turn} voltas",
  "{pair}: {to_precision} radians per token, one turn in {frequency} tokens":
    "{pair}: {to_precision} radianos por token, uma volta em {frequency} tokens",
  "{key}{key2} tokens, {frequency}, cosine {frequency2}": "{key}{key2} tokens, {frequency}, cosseno {frequency2}",
  pair: "par",
  // assets/ui/panels/positions/experiments/choice.js
  "Shift by": "Deslocar por",
  places: "lugares",
  "Stretch by": "Esticar por",
  times: "vezes",
  "Shuffle no.": "Embaralhamento nº",
  "Words of the text: press two to swap them": "Palavras do texto: pressione duas para trocá-las",
  "{which} word to swap": "{which} palavra a trocar",
  "Press two words to swap their places, or choose them:":
    "Pressione duas palavras para trocar seus lugares, ou escolha-as:",
  "Another order": "Outra ordem",
  "Change the word order the model sees": "Mude a ordem das palavras que o modelo vê",
  "{word}, word {i}": "{word}, palavra {i}",
  "Choose two words to swap first.": "Escolha primeiro duas palavras para trocar.",
  with: "com",
  // assets/ui/panels/positions/experiments/index.js
  "Run reads the text again with the changed places.": "Executar lê o texto de novo com os lugares mudados.",
  "Run a model, then tell it that its words stand somewhere else.":
    "Execute um modelo e depois diga a ele que suas palavras estão em outro lugar.",
  "Experiments on places": "Experimentos com lugares",
  "There are no places to change in this model.": "Não há lugares a mudar neste modelo.",
  "Start here:": "Comece aqui:",
  Experiments: "Experimentos",
  // assets/ui/panels/positions/experiments/result.js
  "The label": "O rótulo",
  Label: "Rótulo",
  "The answer": "A resposta",
  Answer: "Responder",
  "The names": "Os nomes",
  "The word at [MASK]": "A palavra em [MASK]",
  Guess: "Palpite",
  ", place {now} as before": ", lugar {now} como antes",
  ", place {before} became {now}": ", lugar {before} virou {now}",
  "What the model was told: its tokens by their new places":
    "O que foi dito ao modelo: seus tokens por seus novos lugares",
  "Tokens by their new places": "Tokens por seus novos lugares",
  "The next token, after": "O próximo token, depois de",
  "The next token": "O próximo token",
  Token: "Token",
  "The five most likely before and after; the longest bar is the most likely.":
    "Os cinco mais prováveis antes e depois; a barra mais longa é a mais provável.",
  "Kullback–Leibler divergence of the whole distribution, from before to after: {kl_nats} nats.":
    "Divergência de Kullback–Leibler da distribuição inteira, de antes para depois: {kl_nats} nats.",
  "The written text": "O texto escrito",
  "Log-probability of what was written:": "Log-probabilidade do que foi escrito:",
  "nats before,": "nats antes,",
  "after.": "depois.",
  "Token by token": "Token por token",
  "The written text, token by token": "O texto escrito, token por token",
  "The probability of each token, given those before it.": "A probabilidade de cada token, dados os que vêm antes.",
  "How much every head changed": "Quanto cada cabeça mudou",
  "attention moved": "atenção que mudou de lugar",
  "Second picture in the order of the new places": "Segunda imagem na ordem dos novos lugares",
  "Changed most: layer {layer}, head {head} ({distance})": "Mais mudou: camada {layer}, cabeça {head} ({distance})",
  "Layer {layer}, head {head}: on average a token moved {head2} of its attention elsewhere.":
    "Camada {layer}, cabeça {head}: em média um token levou {head2} de sua atenção para outro lugar.",
  "How the chosen head reads": "Como a cabeça escolhida lê",
  "Each row reads, each column is read, in the order of the text. If the old pattern comes back in the new order, this head goes by place.":
    "Cada linha lê, cada coluna é lida, na ordem do texto. Se o padrão antigo volta na nova ordem, esta cabeça se guia pelo lugar.",
  "Each row reads, each column is read.": "Cada linha lê, cada coluna é lida.",
  "How much each head changed": "Quanto cada cabeça mudou",
  "Length of the change of a token's last hidden vector, as a share of the vector's length.":
    "Comprimento da mudança do último vetor oculto de um token, como parcela do comprimento do vetor.",
  Change: "Mudança",
  "Mean change per layer": "Mudança média por camada",
  "after layer {i}": "depois da camada {i}",
  "Which tokens moved": "Que tokens se moveram",
  "Change of each token, lane {lane}": "Mudança de cada token, lado {lane}",
  "In which layer it begins": "Em que camada começa",
  "Mean change of the hidden vectors, the embeddings first (0), then after each layer; the tallest is {hidden}.":
    "Mudança média dos vetores ocultos, primeiro os embeddings (0), depois após cada camada; a mais alta é {hidden}.",
  "Over all tokens": "Sobre todos os tokens",
  "without positions": "sem posições",
  "with positions": "com posições",
  "Largest change": "Maior mudança",
  "The same words in another order": "As mesmas palavras em outra ordem",
  "Change of a word's last hidden vector, as a share of its length, each word compared with itself in the other order.":
    "Mudança do último vetor oculto de uma palavra, como parcela de seu comprimento, cada palavra comparada consigo mesma na outra ordem.",
  "Word by word": "Palavra por palavra",
  "Change of each token": "Mudança de cada token",
  // assets/ui/panels/positions/experiments/sentence.js
  ": this model only knows how far apart words are, not where they stand.":
    ": este modelo só sabe a que distância as palavras estão, não onde ficam.",
  ": what was changed is not what this model goes by.": ": o que foi mudado não é aquilo por que este modelo se guia.",
  "Nothing changes (largest change {told} of a vector's length){why}":
    "Nada muda (maior mudança {told} do comprimento de um vetor){why}",
  "The first guess": "O primeiro palpite",
  "{what} is no longer decided:": "{what} não está mais decidido:",
  "falls from {before} to {after}, and others are as likely.":
    "cai de {before} para {after}, e outros são igualmente prováveis.",
  "{what} flips from": "{what} vira de",
  "({before}) to": "({before}) para",
  "{what} stays": "{what} continua",
  ": {before} before, {after} after.": ": {before} antes, {after} depois.",
  "The {had} still found as before.": "{had} encontrados como antes.",
  "name is": "O nome ainda é",
  "{had} names are all": "Os {had} nomes ainda são todos",
  "and {some} more": "e mais {some}",
  "no longer found": "não mais encontrado",
  "found anew": "encontrado agora",
  "Its next word was": "Sua próxima palavra era",
  "({before}); now it is": "({before}); agora é",
  "Its next word is still": "Sua próxima palavra ainda é",
  "KL divergence of the whole distribution: {kl_nats} nats.": "Divergência KL da distribuição inteira: {kl_nats} nats.",
  "The written text is as likely as before.": "O texto escrito é tão provável quanto antes.",
  "The written text is {gain} nats {gain2} likely.": "O texto escrito é {gain} nats {gain2} provável.",
  "The last hidden vectors move by {mean} of their length on average, most at":
    "Os últimos vetores ocultos se movem {mean} de seu comprimento em média, mais em",
  "With its positions, a word's vector moves by up to {kept} of its length when the words are put in another order; this model's positions cannot be taken away.":
    "Com suas posições, o vetor de uma palavra se move até {kept} de seu comprimento quando as palavras são postas em outra ordem; as posições deste modelo não podem ser retiradas.",
  "With its positions, a word's vector moves by up to {kept} of its length when the words are put in another order":
    "Com suas posições, o vetor de uma palavra se move até {kept} de seu comprimento quando as palavras são postas em outra ordem",
  "{told}; without them by {without}, which is rounding: without positions this model reads a bag of words.":
    "{told}; sem elas {without}, o que é arredondamento: sem posições este modelo lê um saco de palavras.",
  "{told}; without them still by up to {without}, because each word sees only those before it.":
    "{told}; sem elas ainda até {without}, porque cada palavra só vê as anteriores.",
  "{told}; without them still by up to {without}: something besides the positions tells it the order.":
    "{told}; sem elas ainda até {without}: algo além das posições diz a ordem a ele.",
  // assets/ui/panels/positions/heads.js
  "A head may read by place (always the word before) or by content (whatever fits the word). The share is 1 where its scores are known as soon as one knows how far apart two tokens are, and 0 where distance tells no more than chance. It is measured on this text: words whose content changes steadily along the text count as distance, too.":
    "Uma cabeça pode ler por lugar (sempre a palavra anterior) ou por conteúdo (o que combinar com a palavra). A parcela é 1 onde suas pontuações são conhecidas assim que se sabe a distância entre dois tokens, e 0 onde a distância não diz mais que o acaso. É medida neste texto: palavras cujo conteúdo muda de modo constante ao longo do texto também contam como distância.",
  "f: one free number per signed distance; c: one per query, which the softmax takes out again. rest² and within²: the squared variation left by f, and around the mean of each query. N pairs, Q queries, D free distances: what every number costs, so that a short text does not score high by chance (adjusted partial R²).":
    "f: um número livre por distância com sinal; c: um por consulta, que o softmax elimina de novo. rest² e within²: a variação quadrática que f deixa, e a em torno da média de cada consulta. N pares, Q consultas, D distâncias livres: o preço de cada número, para que um texto curto não pontue alto por acaso (R² parcial ajustado).",
  "As a formula": "Como fórmula",
  "Run a model to see which of its heads read by distance.":
    "Execute um modelo para ver quais de suas cabeças leem por distância.",
  "Heads and distance": "Cabeças e distância",
  "Attention to measure, lane {lane}": "Atenção a medir, lado {lane}",
  "Most positional": "Mais posicionais",
  "Most content-driven": "Mais guiadas por conteúdo",
  "Share of distance in every head": "Parcela da distância em cada cabeça",
  "share of distance": "parcela da distância",
  "Share of every head, lane {lane}": "Parcela de cada cabeça, lado {lane}",
  "All numbers as a table": "Todos os números em uma tabela",
  "{title}: layer {layer}, head {head} ({share})": "{title}: camada {layer}, cabeça {head} ({share})",
  "Mean of all {all} heads: {mean}. {pairs} pairs of tokens. {left_out}":
    "Média de todas as {all} cabeças: {mean}. {pairs} pares de tokens. {left_out}",
  "Share of distance: a row per layer, a column per head.":
    "Parcela da distância: uma linha por camada, uma coluna por cabeça.",
  "Layer {layer}, head {head}: {head2}": "Camada {layer}, cabeça {head}: {head2}",
  "{share} % of what this head does here depends on distance alone.":
    "{share} % do que esta cabeça faz aqui depende só da distância.",
  "distance tells no more about what it reads than chance would.":
    "a distância não diz mais sobre o que ela lê do que o acaso diria.",
  // assets/ui/panels/positions/index.js
  Scheme: "Esquema",
  "Compare schemes": "Comparar esquemas",
  "Part of the positions panel": "Parte do painel de posições",
  // assets/ui/panels/positions/lanes.js
  "{says}, lane {lane}": "{says}, lado {lane}",
  "Reading the run …": "Lendo a execução …",
  "This comes when the run has ended.": "Isto aparece quando a execução terminar.",
  // assets/ui/panels/positions/scheme.js
  "Run a model to see how it tells where a token stands.":
    "Execute um modelo para ver como ele sabe onde um token está.",
  "Open Move words": "Abrir Mover palavras",
  "Beyond the trained length.": "Além do comprimento treinado.",
  "for the pictures of one head": "para as imagens de uma cabeça",
  // assets/ui/panels/positions/slider.js
  "{says}, as a number": "{says}, como número",
  "trained to {trained}": "treinado até {trained}",
  "position {n}": "posição {n}",
  // assets/ui/panels/shared/figure_lane.js
  "The figures appear here when the text is complete.": "As figuras aparecem aqui quando o texto estiver completo.",
  // assets/ui/panels/shared/token_strip.js
  "Previous token": "Token anterior",
  "Next token": "Próximo token",
  "Which token to explain": "Que token explicar",
  "next ?": "próximo ?",
  "next token, after {tokens}": "próximo token, depois de {tokens}",
  "token {n} of {tokens}": "token {n} de {tokens}",
  // assets/ui/panels/surprisal/disagreement.js
  "Words on which the two models disagree most": "Palavras em que os dois modelos mais discordam",
  "Where A and B disagree most": "Onde A e B mais discordam",
  "The two lanes hold different texts, so their words cannot be set against each other: use the task “Read”, which adds nothing to yours.":
    "Os dois lados têm textos diferentes, então suas palavras não podem ser confrontadas: use a tarefa “Ler”, que nada acrescenta ao seu.",
  "No word was counted in both lanes: type a longer text.":
    "Nenhuma palavra foi contada nos dois lados: digite um texto mais longo.",
  "Both found every word equally surprising.": "Ambos acharam cada palavra igualmente surpreendente.",
  "Summed surprise of a word's tokens, A less B, in nats. A click lights the word in both texts.":
    "Surpresa somada dos tokens de uma palavra, A menos B, em nats. Um clique acende a palavra nos dois textos.",
  "{word} more in {word2}": "{word} a mais em {word2}",
  // assets/ui/panels/surprisal/index.js
  "Run a model to see how surprising it finds each token.":
    "Execute um modelo para ver quão surpreendente ele acha cada token.",
  "{full} nats ({full2} bits) or more": "{full} nats ({full2} bits) ou mais",
  "1 nat = {n} bits. A first token has no surprise: nothing stands before it.":
    "1 nat = {n} bits. O primeiro token não tem surpresa: nada vem antes dele.",
  "The translation, given its source.": "A tradução, dada a sua origem.",
  "Surprise of each token, lane {lane}": "Surpresa de cada token, lado {lane}",
  "Reading, lane {lane}": "Leitura, lado {lane}",
  "e to the mean: as if it chose among so many equally likely tokens each time":
    "e elevado à média: como se escolhesse entre tantos tokens igualmente prováveis a cada vez",
  "nats per token ({mean_nats} bits)": "nats por token ({mean_nats} bits)",
  "the sum divided by the tokens counted": "a soma dividida pelos tokens contados",
  "nats ({sum_nats} bits)": "nats ({sum_nats} bits)",
  "minus the logarithm of the probability of the whole text after its first token":
    "menos o logaritmo da probabilidade de todo o texto após o primeiro token",
  "per character": "por caractere",
  "comparable between models whose tokens differ": "comparável entre modelos cujos tokens diferem",
  "tokens, all but the first": "tokens, todos menos o primeiro",
  "the first one has nothing before it": "o primeiro não tem nada antes",
  "no surprise: it comes first": "sem surpresa: vem primeiro",
  "none: nothing stands before it": "nenhuma: nada vem antes",
  "{surprise_nats} nats, {surprise_nats2} bits": "{surprise_nats} nats, {surprise_nats2} bits",
  "it would have written": "teria escrito",
  "The surprises appear here when the text is complete.": "As surpresas aparecem aqui quando o texto estiver completo.",
  bits: "bits",
  nats: "nats",
  counted: "contados",
  mean: "média",
  sum: "soma",
  // assets/ui/panels/surprisal/strip.js
  "Surprise along the text, 0 to {most} nats. Dashed: the mean, {mean}.":
    "Surpresa ao longo do texto, de 0 a {most} nats. Tracejado: a média, {mean}.",
  "Surprise of {values} tokens, from left to right; the largest is {most} nats, the mean {mean}":
    "Surpresa de {values} tokens, da esquerda para a direita; a maior é {most} nats, a média {mean}",
  // assets/ui/panels/tree/branches.js
  Name: "Nomear",
  "Branches of this visit": "Ramos desta visita",
  "{name}, {word}, {count} tokens, log-probability {sum}{gone}":
    "{name}, {word}, {count} tokens, log-probabilidade {sum}{gone}",
  ", no longer kept": ", não mais guardado",
  "Sum of the log-probabilities of the new tokens, and their mean, in nats: nearer to 0 is more likely":
    "Soma das log-probabilidades dos novos tokens, e sua média, em nats: mais perto de 0 é mais provável",
  "{sum} · {mean} a token": "{sum} · {mean} por token",
  "only read": "só lido",
  "Show in lane A:": "Mostrar no lado A:",
  "Show in lane B:": "Mostrar no lado B:",
  Delete: "Excluir",
  expired: "expirado",
  "Name of the branch": "Nome do ramo",
  "Numbers: sum of the log-probabilities of what was written, and per token, in nats; nearer to 0 is likelier. Keys: ↑ ↓ ← → climb, Enter shows in A, B beside it, F2 names, Delete removes.":
    "Números: soma das log-probabilidades do que foi escrito, e por token, em nats; mais perto de 0 é mais provável. Teclas: ↑ ↓ ← → percorrem, Enter mostra em A, B ao lado, F2 dá nome, Delete remove.",
  // assets/ui/panels/tree/expansion.js
  Children: "Filhos",
  "How many tokens of each place": "Quantos tokens de cada lugar",
  Depth: "Profundidade",
  "How many tokens ahead": "Quantos tokens à frente",
  Budget: "Orçamento",
  "How many tokens in all: the likeliest paths come first":
    "Quantos tokens no total: os caminhos mais prováveis primeiro",
  "Levels grown so far": "Níveis crescidos até agora",
  "Likeliest continuations": "Continuações mais prováveis",
  "Press to write on from here, as a branch.": "Pressione para continuar daqui, como um ramo.",
  "The text ends here. Press to keep it as a branch.": "O texto termina aqui. Pressione para guardá-lo como ramo.",
  "Expand automatically": "Expandir automaticamente",
  "The likeliest tokens after the chosen place, and after each of those, with the model's own probabilities.":
    "Os tokens mais prováveis depois do lugar escolhido, e depois de cada um deles, com as probabilidades do próprio modelo.",
  "{found} tokens, {deepest} deep. The likeliest path has {best}, all {ends} of the last level have {covered} together.":
    "{found} tokens, profundidade {deepest}. O caminho mais provável tem {best}, todos os {ends} do último nível têm juntos {covered}.",
  // assets/ui/panels/tree/index.js
  "Run a model first: its text is the trunk.": "Execute primeiro um modelo: seu texto é o tronco.",
  "Other tokens at this place": "Outros tokens neste lugar",
  "A beam search keeps several branches at once by itself: set the temperature to 0 and the beams to 2 or more, and look at":
    "Uma busca em feixe mantém por si vários ramos ao mesmo tempo: ponha a temperatura em 0 e os feixes em 2 ou mais, e veja",
  Beams: "Feixes",
  "choose another token, and the text goes on from there:": "escolha outro token, e o texto segue dali:",
  "choose the next token:": "escolha o próximo token:",
  ", came here": ", veio aqui",
  ". Branch off with it.": ". Ramificar com ele.",
  "◆ came": "◆ veio",
  "A branch marked “expired” is no longer kept by the server: its text stays here, and branches of others are untouched.":
    "Um ramo marcado “expirado” não é mais guardado pelo servidor: seu texto fica aqui, e os ramos dos outros não são afetados.",
  "{word}, {share}. Branch off with it.": "{word}, {share}. Ramificar com ele.",
  "{word}, {share}, came here": "{word}, {share}, veio aqui",
  // assets/ui/data/api.js
  "The server answered {status}.": "O servidor respondeu {status}.",
  "The server cannot be reached. Is the playground still running?":
    "Não foi possível alcançar o servidor. O playground ainda está rodando?",
  // assets/ui/kit/dom.js
  "Lane {lane}": "Lado {lane}",
  // assets/ui/kit/experiment_form.js
  Run: "Executar",
  Stop: "Parar",
  "Stopped.": "Parado.",
  "Starting …": "Começando …",
  "{done} of {of}": "{done} de {of}",
  "The server ended before there was a result: try again.":
    "O servidor terminou antes de haver um resultado: tente de novo.",
  // assets/ui/kit/head_grid.js
  "Distance of every head": "Distância de cada cabeça",
  "Share of attention that moved": "Parcela da atenção que mudou de lugar",
  "{says}; arrow keys move": "{says}; use as setas para mover",
  "layer {layer} · head {head}": "camada {layer} · cabeça {head}",
  "layer {layer}, head {head}: {distance}": "camada {layer}, cabeça {head}: {distance}",
  "layers → heads ↓": "camadas → cabeças ↓",
  // assets/ui/kit/head_pair.js
  "Weights {when}": "Pesos {when}",
  "in lane {lane}": "no lado {lane}",
  "Weights {says}: {queries} reading tokens by {keys} tokens read":
    "Pesos {says}: {queries} tokens que leem por {keys} tokens lidos",
  // assets/ui/kit/matrix_grid.js
  "grid of numbers": "grade de números",
  "Smaller cells": "Células menores",
  "Larger cells, with their numbers": "Células maiores, com seus números",
  Fit: "Ajustar",
  "The whole grid": "A grade inteira",
  "left out": "deixado de fora",
  "not seen": "não visto",
  "reading the exact number…": "lendo o número exato…",
  "{label}: {rows} rows, {columns} columns. Arrow keys move, + and − change the size, Enter chooses.":
    "{label}: {rows} linhas, {columns} colunas. As setas movem, + e − mudam o tamanho, Enter escolhe.",
  // assets/ui/kit/paired_bars.js
  "not found": "não encontrado",
  // assets/ui/kit/plotly_figures.js
  "The drawing library could not be loaded from this server.":
    "A biblioteca de desenho não pôde ser carregada deste servidor.",
  // assets/ui/kit/token_line.js
  ", choice {rank}": ", escolha {rank}",
  "1, the most likely": "1, o mais provável",
  "most likely": "mais provável",
  "{part} of {part2} of one character": "{part} de {part2} de um caractere",
  "control token": "token de controle",
  "no probability recorded": "nenhuma probabilidade registrada",
  "added by the model's format": "acrescentado pelo formato do modelo",
  "given by you": "dado por você",
  piece: "pedaço",
  kind: "tipo",
  origin: "origem",
  // assets/ui/kit/token_tree.js
  "Press to read the text through here.": "Pressione para ler o texto por aqui.",
  "Dropped: others scored higher at this step.": "Descartado: outros pontuaram mais neste passo.",
  "A finished text. Press to look into it.": "Um texto terminado. Pressione para examiná-lo.",
  "Beam tree": "Árvore de feixes",
  "{what} of lane {lane}: left is the candidate before, right the best one after, up and down the others of the step":
    "{what} do lado {lane}: à esquerda o candidato anterior, à direita o melhor seguinte, acima e abaixo os outros do passo",
  "{word}, {probability}, step {step}, {state}": "{word}, {probability}, passo {step}, {state}",
  "ends here with score {id}": "termina aqui com pontuação {id}",
  "{score} nats up to here": "{score} nats até aqui",
  "final score": "pontuação final",
  path: "caminho",
  text: "texto",
  // assets/ui/lib/decoding_rules.js
  off: "desligado",
  // assets/ui/lib/format.js
  "{slice} and {numbers}": "{slice} e {numbers}",
  "line break": "quebra de linha",
  tab: "tabulação",
  space: "espaço",
  nothing: "nada",
  // assets/ui/lib/glossary.js
  token: "token",
  tokens: "tokens",
  "A piece of text the model reads or writes in one step: a word, a part of one, or a sign.":
    "Um pedaço de texto que o modelo lê ou escreve em um passo: uma palavra, parte dela ou um sinal.",
  embedding: "embedding",
  embeddings: "embeddings",
  "The list of numbers that stands for a token when it enters the model.":
    "A lista de números que representa um token quando ele entra no modelo.",
  "positional encoding": "codificação posicional",
  "position scheme": "esquema de posições",
  "How the model knows which word comes first: without it, a sentence would be a bag of words.":
    "Como o modelo sabe que palavra vem antes: sem isso, uma frase seria um saco de palavras.",
  layer: "camada",
  layers: "camadas",
  "One floor of the model: attention, then a small network at every position. The text goes up floor by floor.":
    "Um andar do modelo: atenção e depois uma pequena rede em cada posição. O texto sobe andar por andar.",
  head: "cabeça",
  heads: "cabeças",
  "One of several attentions that work side by side in a layer; each has learned to look for something else.":
    "Uma das várias atenções que trabalham lado a lado em uma camada; cada uma aprendeu a procurar algo diferente.",
  attention: "atenção",
  "How much a word looks at each of the others: shares that sum to 100 %.":
    "Quanto uma palavra olha para cada uma das outras: parcelas que somam 100 %.",
  query: "consulta",
  queries: "consultas",
  key: "chave",
  keys: "chaves",
  "A query is what a word looks for, a key is what a word offers; the better they match, the more is looked at.":
    "A consulta é o que uma palavra procura, a chave é o que uma palavra oferece; quanto melhor combinam, mais se olha.",
  "value vector": "vetor de valor",
  values: "valores",
  "What a word hands over to those that look at it.": "O que uma palavra entrega às que olham para ela.",
  sink: "sumidouro",
  "attention sink": "sumidouro de atenção",
  "A token, mostly the first, on which heads park their attention when there is nothing to look at.":
    "Um token, quase sempre o primeiro, em que as cabeças deixam sua atenção quando não há nada para olhar.",
  softmax: "softmax",
  "Turns scores into shares that are positive and sum to 100 %: the highest score takes most.":
    "Transforma pontuações em parcelas positivas que somam 100 %: a maior pontuação leva mais.",
  logit: "logit",
  logits: "logits",
  "The score a model gives a possible next token, before softmax turns scores into probabilities.":
    "A pontuação que o modelo dá a um possível próximo token, antes que o softmax a transforme em probabilidade.",
  probability: "probabilidade",
  probabilities: "probabilidades",
  "How likely the model finds a token here, from 0 to 100 %; over the whole vocabulary they sum to 100 %.":
    "Quão provável o modelo acha um token aqui, de 0 a 100 %; sobre todo o vocabulário somam 100 %.",
  vocabulary: "vocabulário",
  "All tokens the model knows; every one of them gets a probability at every step.":
    "Todos os tokens que o modelo conhece; cada um recebe uma probabilidade em cada passo.",
  entropy: "entropia",
  "How open the choice is: 0 when one token is certain, high when many are about equally likely.":
    "Quão aberta está a escolha: 0 quando um token é certo, alta quando muitos são quase igualmente prováveis.",
  temperature: "temperatura",
  "Below 1 makes likely tokens likelier, above 1 evens them out, 0 always takes the likeliest.":
    "Abaixo de 1 os tokens prováveis ficam mais prováveis, acima de 1 se igualam, 0 sempre escolhe o mais provável.",
  "top-p": "top-p",
  "top-k": "top-k",
  "min-p": "min-p",
  "Leaves out unlikely tokens before one is drawn: the tail of the bars is cut.":
    "Deixa de fora tokens improváveis antes do sorteio: a cauda das barras é cortada.",
  beam: "feixe",
  beams: "feixes",
  hypothesis: "hipótese",
  hypotheses: "hipóteses",
  "A text kept beside others while writing: the search follows several and takes the likeliest whole.":
    "Um texto mantido ao lado de outros durante a escrita: a busca segue vários e fica com o mais provável no todo.",
  "residual stream": "fluxo residual",
  "The running sum at a position that every layer reads from and adds to.":
    "A soma corrente em uma posição, da qual cada camada lê e à qual acrescenta.",
  neuron: "neurônio",
  neurons: "neurônios",
  "One number inside a layer's small network; it rises for some kinds of text and pushes some words.":
    "Um número dentro da pequena rede de uma camada; ele sobe para certos textos e favorece certas palavras.",
  surprisal: "surpresa",
  surprise: "surpresa",
  "How unexpected a token was: the less likely, the more surprising.":
    "Quão inesperado foi um token: quanto menos provável, mais surpreendente.",
  perplexity: "perplexidade",
  "Among how many equally likely tokens the model was choosing, on average.":
    "Entre quantos tokens igualmente prováveis o modelo escolhia, em média.",
  encoder: "codificador",
  encoders: "codificadores",
  "A Transformer in which every word may look at every other, before and after it; it reads.":
    "Um Transformer em que cada palavra pode olhar para todas as outras, antes e depois; ele lê.",
  decoder: "decodificador",
  decoders: "decodificadores",
  "A Transformer in which a word may look only at what came before; it writes one token at a time.":
    "Um Transformer em que uma palavra só pode olhar para o que veio antes; ele escreve um token por vez.",
  "cross-attention": "atenção cruzada",
  "How the word being written looks at the words of the source sentence.":
    "Como a palavra que está sendo escrita olha para as palavras da frase de origem.",
  // assets/ui/lib/head_layouts.js
  "No clear role": "Sem papel claro",
  // assets/ui/lib/probability_scale.js
  "each sixth of a bar is a factor of ten · full bar = 100 %":
    "cada sexto de uma barra é um fator de dez · barra cheia = 100 %",
  "full bar = {full} %": "barra cheia = {full} %",
  // assets/ui/lib/segments.js
  "within each": "dentro de cada um",
  all: "todas",
  // assets/ui/state/alignment_focus.js
  words: "palavras",
  // assets/ui/state/attribution.js
  Gradient: "Gradiente",
  "gradient of the score times the word's embedding: how the score would begin to move":
    "gradiente da pontuação vezes o embedding da palavra: como a pontuação começaria a se mover",
  Integrated: "Integrado",
  "the same, integrated from an empty text to this one: its parts sum to what the score gained, but for a gap":
    "o mesmo, integrado de um texto vazio até este: suas partes somam o que a pontuação ganhou, salvo uma diferença",
  Occlusion: "Oclusão",
  "how much the score falls when a mask stands in the word's place":
    "quanto a pontuação cai quando uma máscara fica no lugar da palavra",
  "how much attention leads from the deciding token to the word, through all layers; it knows nothing of the label and has no sign":
    "quanta atenção leva do token que decide até a palavra, por todas as camadas; não sabe nada do rótulo e não tem sinal",
  "against it": "contra",
  "for it": "a favor",
  "Tinted by {title}, for": "Colorido por {title}, para",
  // assets/ui/state/gears.js
  "Model and settings": "Modelo e configurações",
  // assets/ui/state/run_history.js
  "Branch {numbered}": "Ramo {numbered}",
  "Run {numbered}": "Execução {numbered}",
  // assets/ui/state/views.js
  "This view could not start ({message}).": "Esta visão não pôde começar ({message}).",
  // visualizers/alignment.py
  "This model has no cross-attention: it reads and writes one and the same text. Choose the task “Translate” to see one text aligned with another.":
    "Este modelo não tem atenção cruzada: lê e escreve um mesmo texto. Escolha a tarefa “Traduzir” para ver um texto alinhado com outro.",
  "Nothing was written yet: choose the task “Translate” and press Run.":
    "Nada foi escrito ainda: escolha a tarefa “Traduzir” e pressione Executar.",
  "Which source words the decoder looked at when it chose each word. Rows sum to 1.":
    "Para que palavras de origem o decodificador olhou ao escolher cada palavra. As linhas somam 1.",
  // visualizers/attention.py
  "Self-attention": "Autoatenção",
  "Encoder self-attention": "Autoatenção do codificador",
  "Decoder self-attention": "Autoatenção do decodificador",
  "Recurrent memory (no attention: what the decoder's cell still holds)":
    "Memória recorrente (não é atenção: o que a célula do decodificador ainda guarda)",
  "This model left no attention weights: its architecture has none that can be read.":
    "Este modelo não deixou pesos de atenção: sua arquitetura não tem nenhum que possa ser lido.",
  "first text": "primeiro texto",
  "second text": "segundo texto",
  "This decoder has no self-attention: it carries a recurrent memory instead.":
    "Este decodificador não tem autoatenção: carrega no lugar uma memória recorrente.",
  "This decoder has no self-attention that could be recorded.":
    "Este decodificador não tem autoatenção que pudesse ser registrada.",
  "To take in a word the model looks at others, once in every head of every layer: the thicker a line, the more. Click a word.":
    "Para entender uma palavra o modelo olha para outras, uma vez em cada cabeça de cada camada: quanto mais grossa a linha, mais. Clique em uma palavra.",
  // visualizers/attribution.py
  "Only a label or an answer can be explained: choose the task “Sentiment” or “Answer” and press Run.":
    "Só um rótulo ou uma resposta pode ser explicado: escolha a tarefa “Sentimento” ou “Responder” e pressione Executar.",
  "These labels are your own, each judged in a pass of its own: leave “Labels” empty to explain a label the model was trained on.":
    "Estes rótulos são seus, cada um julgado em uma passagem própria: deixe “Rótulos” vazio para explicar um rótulo em que o modelo foi treinado.",
  "Which words tipped the decision? Four ways to ask.": "Que palavras pesaram na decisão? Quatro modos de perguntar.",
  // visualizers/beams.py
  "This run followed a single text: set “Beams” to 2 or more in the settings to see others beside it.":
    "Esta execução seguiu um só texto: ponha “Feixes” em 2 ou mais nas configurações para ver outros ao lado.",
  "Every hypothesis the search kept side by side, and the branches it gave up.":
    "Toda hipótese que a busca manteve lado a lado, e os ramos que abandonou.",
  // visualizers/compare.py
  "This model left no attention weights, so there is nothing to compare.":
    "Este modelo não deixou pesos de atenção, então não há o que comparar.",
  "Before and after": "Antes e depois",
  "Lane A against lane B: how far every head reads differently, as after fine-tuning or in another sentence. Texts that differ are compared by the words they share.":
    "Lado A contra lado B: quão diferente cada cabeça lê, como depois do ajuste fino ou em outra frase. Textos diferentes são comparados pelas palavras que compartilham.",
  // visualizers/interventions.py
  "Cut and see": "Corte e veja",
  "One thing inside the model is taken away: a head, a link between two words, a whole layer. If the answer changes, it depended on it.":
    "Uma coisa dentro do modelo é retirada: uma cabeça, uma ligação entre duas palavras, uma camada inteira. Se a resposta muda, dependia disso.",
  "This run was changed inside already: go back to the original run.":
    "Esta execução já foi mudada por dentro: volte à execução original.",
  "Nothing was predicted here, so no effect can be measured: choose a task that writes, judges or answers.":
    "Nada foi previsto aqui, então nenhum efeito pode ser medido: escolha uma tarefa que escreva, julgue ou responda.",
  "Neither attention nor states of this run were recorded, so nothing can be changed.":
    "Nem a atenção nem os estados desta execução foram gravados, então nada pode ser mudado.",
  "This model's attention hands out finished weights and computes with its own, so no head or link of it can be cut; its feed-forward parts can.":
    "A atenção deste modelo entrega pesos prontos e calcula com os seus, então nenhuma cabeça ou ligação dela pode ser cortada; suas partes feed-forward podem.",
  "This model has no attention that can be cut; its feed-forward parts can.":
    "Este modelo não tem atenção que possa ser cortada; suas partes feed-forward podem.",
  // visualizers/logit_lens.py
  "A block adds to one running sum per token, the residual stream. Read through the model's own final norm and output matrix, the sum after any block becomes a prediction. The last row is the model's own.":
    "Um bloco acrescenta a uma soma corrente por token, o fluxo residual. Lida pela norma final e pela matriz de saída do próprio modelo, a soma depois de qualquer bloco vira uma previsão. A última linha é a do próprio modelo.",
  "Nothing trained the early layers to be read this way. An odd word there is no thought of the model: it may well write in directions the output matrix does not know. A lens that is trained for each layer corrects for that.":
    "Nada treinou as primeiras camadas para serem lidas assim. Uma palavra estranha ali não é pensamento do modelo: ele pode muito bem escrever em direções que a matriz de saída não conhece. Uma lente treinada para cada camada corrige isso.",
  "prediction(layer, token) = softmax(W_out · norm_final(h[layer, token]))":
    "previsão(camada, token) = softmax(W_out · norm_final(h[camada, token]))",
  "A neuron of the feed-forward part adds its activation times one fixed vector to the residual stream. That vector times the output matrix is what it does to every word's logit, before the final norm rescales all of them alike.":
    "Um neurônio da parte feed-forward soma sua ativação vezes um vetor fixo ao fluxo residual. Esse vetor vezes a matriz de saída é o que ele faz ao logit de cada palavra, antes que a norma final reescale todos por igual.",
  "change of the logits = W_out · (activation · w_down)": "mudança dos logits = W_out · (ativação · w_down)",
  "This model has no output words: its layers hold vectors that nothing turns into a prediction. Choose a decoder, a translator, or an encoder that fills in words.":
    "Este modelo não tem palavras de saída: suas camadas guardam vetores que nada transforma em previsão. Escolha um decodificador, um tradutor, ou um codificador que preencha palavras.",
  "This is a short recording: press Run to see all layers.":
    "Esta é uma gravação curta: pressione Executar para ver todas as camadas.",
  Layers: "Camadas",
  "What the model would say if it stopped after each layer.": "O que o modelo diria se parasse depois de cada camada.",
  // visualizers/move_words.py
  "The words stay as they are, but the model is given other positions for them. If its answer changes, it needed their order.":
    "As palavras ficam como estão, mas o modelo recebe outras posições para elas. Se a resposta muda, ele precisava da ordem.",
  // visualizers/next_token.py
  "How likely each token of the vocabulary is to come next. Click one to go that way.":
    "Quão provável é que cada token do vocabulário venha a seguir. Clique em um para seguir por ali.",
  // visualizers/positions/__init__.py
  Positions: "Posições",
  "How this model tells where a token stands, from its own weights.":
    "Como este modelo diz onde um token está, a partir de seus próprios pesos.",
  // visualizers/positions/bias.py
  "tokens back": "tokens para trás",
  "added to the score": "somado à pontuação",
  "What distance adds to the score": "O que a distância soma à pontuação",
  "One line per head, head {head} in colour: the number added to q·k before the softmax. One less means a weight {e} times smaller.":
    "Uma linha por cabeça, a cabeça {head} em cor: o número somado a q·k antes do softmax. Um a menos significa um peso {e} vezes menor.",
  "The bias between two positions, head {head}": "O viés entre duas posições, cabeça {head}",
  "The number this head adds to the score of a key (across) for a query (down). It depends on the distance only, so every diagonal has one colour.":
    "O número que esta cabeça soma à pontuação de uma chave (na horizontal) para uma consulta (na vertical). Depende só da distância, então cada diagonal tem uma cor.",
  "The bias between two positions, all heads": "O viés entre duas posições, todas as cabeças",
  "The mean over all {bias} heads.": "A média sobre todas as {bias} cabeças.",
  "Which bucket a distance falls into; all distances in one bucket are treated the same. Two distances are told apart if their buckets differ.":
    "Em que faixa cai uma distância; todas as distâncias de uma faixa são tratadas igual. Duas distâncias se distinguem se suas faixas diferem.",
  "one bucket from {alike}": "uma só faixa a partir de {alike}",
  "Which distances are told apart": "Que distâncias se distinguem",
  "Every distance below {own} has a bucket of its own; from {alike} on all share one.":
    "Toda distância abaixo de {own} tem uma faixa própria; de {alike} em diante todas dividem uma.",
  "What each head adds for each bucket, as trained. Shown are the {numbers} of {count} buckets that are met within {n} positions.":
    "O que cada cabeça soma para cada faixa, como treinado. Mostram-se as {numbers} de {count} faixas encontradas em {n} posições.",
  "Those from {count} on are for keys after the query.": "As de {count} em diante são para chaves depois da consulta.",
  "The learned number of each bucket": "O número aprendido de cada faixa",
  "The slope of each head": "A inclinação de cada cabeça",
  "What one more token of distance takes from the score. Not learned: a fixed sequence.":
    "O que um token a mais de distância tira da pontuação. Não aprendido: uma sequência fixa.",
  "weight × e^(−slope·distance)": "peso × e^(−inclinação·distância)",
  "What the bias alone leaves of a weight. A head's horizon is the distance at which it is a thousandth: ln(1000) / slope (dots). Beyond it a key must be far better to be read at all.":
    "O que só o viés deixa de um peso. O horizonte de uma cabeça é a distância em que ele é um milésimo: ln(1000) / inclinação (pontos). Além dela uma chave precisa ser muito melhor para ser lida.",
  "How far each head can look": "Até onde cada cabeça pode olhar",
  "From {far} tokens (head {argmin}) to {far2} (head {argmax}).":
    "De {far} tokens (cabeça {argmin}) a {far2} (cabeça {argmax}).",
  // visualizers/positions/comparison.py
  "cosine of two position vectors": "cosseno de dois vetores de posição",
  "mean cosine over the pairs": "cosseno médio sobre os pares",
  "mean bias in attention logits": "viés médio em logits de atenção",
  "number of the bucket": "número da faixa",
  "Its vectors are added to the tokens once, before the first layer.":
    "Seus vetores são somados aos tokens uma vez, antes da primeira camada.",
  "It turns queries and keys in every layer; the width is that of one head.":
    "Ele gira consultas e chaves em cada camada; a largura é a de uma cabeça.",
  "score = q·k·scale − slope · distance,  {heads} slopes from {own} to {own2}, mean {mean}":
    "pontuação = q·k·scale − inclinação · distância,  {heads} inclinações de {own} a {own2}, média {mean}",
  "Drawn is the mean over the heads; each head has a straight line of its own.":
    "Desenhada é a média sobre as cabeças; cada uma tem sua própria reta.",
  "score = q·k + b[head, bucket(key − query)],  {buckets} buckets, half for each side; they grow up to a distance of {max_distance}, the last one begins at {ends}":
    "pontuação = q·k + b[cabeça, faixa(chave − consulta)],  {buckets} faixas, metade para cada lado; crescem até a distância {max_distance}, a última começa em {ends}",
  "What a head adds for a bucket is learned, so without a model there are only the buckets.":
    "O que uma cabeça soma por faixa é aprendido, então sem um modelo há só as faixas.",
  "It was read to position {rows}, so both schemes are drawn to there.":
    "Foi lida até a posição {rows}, então os dois esquemas são desenhados até ali.",
  "Learned ({of})": "Aprendida ({of})",
  "x₀ = E[token] + P[position],  the trained table of {of}, {shape} wide":
    "x₀ = E[token] + P[posição],  a tabela treinada de {of}, com largura {shape}",
  "By distance, the mean over all pairs of positions that far apart.":
    "Por distância, a média sobre todos os pares de posições a essa distância.",
  "distance in tokens": "distância em tokens",
  "Both schemes have the same unit, so they share an axis.":
    "Os dois esquemas têm a mesma unidade, então dividem um eixo.",
  "The units differ, so each scheme has an axis of its own: compare the shapes, not the heights.":
    "As unidades diferem, então cada esquema tem seu próprio eixo: compare as formas, não as alturas.",
  "With the same width and base the two curves are one: the waves are the same. What differs is where they are used: added once, or turning every query and key.":
    "Com a mesma largura e base as duas curvas são uma: as ondas são as mesmas. O que difere é onde são usadas: somadas uma vez, ou girando cada consulta e chave.",
  "By distance": "Por distância",
  "{title} within {share} tokens": "{title} em até {share} tokens",
  "range covered": "alcance coberto",
  "On one scale: where it looks closely": "Em uma só escala: onde olha de perto",
  "Range covered = largest − smallest value over the distances 0 to d, divided by the same over the whole length; it has no unit. A curve that is steep at first spends its range on neighbours; a straight one treats all distances alike.":
    "Alcance coberto = maior − menor valor sobre as distâncias 0 a d, dividido pelo mesmo sobre todo o comprimento; não tem unidade. Uma curva íngreme no início gasta seu alcance com os vizinhos; uma reta trata todas as distâncias igual.",
  "Half of the range: {halves}.": "Metade do alcance: {halves}.",
  "mean cosine": "cosseno médio",
  "Drawn is every {step} position.": "Desenha-se uma a cada {step} posição.",
  "{title}: position by position": "{title}: posição por posição",
  "{upper}{unit} for any two positions.{thinned}": "{upper}{unit} para quaisquer duas posições.{thinned}",
  // visualizers/positions/rotary.py
  "dimension pair": "par de dimensões",
  "The angle of each pair": "O ângulo de cada par",
  "Queries and keys are turned, pair by pair, by position × frequency; shown is the cosine of that angle (hover for the angle). The first pairs turn fast, the last ones hardly at all.":
    "Consultas e chaves são giradas, par a par, por posição × frequência; mostra-se o cosseno desse ângulo (passe o mouse para o ângulo). Os primeiros pares giram depressa, os últimos quase nada.",
  "trained to": "treinado até",
  "{kind}, unscaled": "{kind}, sem escala",
  "tokens per full turn": "tokens por volta completa",
  "Wavelength of each pair in tokens, on a logarithmic scale: 2π / frequency.":
    "Comprimento de onda de cada par em tokens, em escala logarítmica: 2π / frequência.",
  "{slow} of {first} pairs do not finish one turn within {trained} positions.":
    "{slow} de {first} pares não completam uma volta em {trained} posições.",
  "How long one turn takes": "Quanto demora uma volta",
  "How alike two positions are": "Quão parecidas são duas posições",
  "Mean over the pairs of cos(distance × frequency): what turning leaves of q·k when both are equal{which}. It depends on the distance only, so every diagonal has one colour.":
    "Média sobre os pares de cos(distância × frequência): o que o giro deixa de q·k quando ambos são iguais{which}. Depende só da distância, então cada diagonal tem uma cor.",
  "The same mean cosine over far distances. Margin = 1 − its largest value at any distance from 1 on, up to the trained length. 0: two different places could not be told apart.":
    "O mesmo cosseno médio em distâncias longas. Margem = 1 − seu maior valor em qualquer distância de 1 até o comprimento treinado. 0: dois lugares diferentes não poderiam ser distinguidos.",
  "Shaded: distances beyond the trained length.": "Sombreado: distâncias além do comprimento treinado.",
  "Margin {cosine}: most alike are places {distance} token{distance2} apart (mean cosine {cosine2}), of all distances to {reach}.":
    "Margem {cosine}: os mais parecidos são lugares a {distance} token{distance2} de distância (cosseno médio {cosine2}), entre todas as distâncias até {reach}.",
  "How well positions are told apart": "Quão bem as posições se distinguem",
  measured: "medido",
  formula: "fórmula",
  margin: "margem",
  cosine: "cosseno",
  // visualizers/positions/rotary_words.py
  "in {replace} layers": "em camadas {replace}",
  "Rotary positions": "Posições rotatórias",
  ", scaled ({scaling})": ", com escala ({scaling})",
  "In {p} queries and keys are turned by position × frequency, {f} {width} dimensions of a head, {named}. Their product then depends on the distance only.":
    "Em {p} consultas e chaves são giradas por posição × frequência, {f} {width} dimensões de uma cabeça, {named}. Seu produto então depende só da distância.",
  "Nothing is added to the token vectors. Before a query meets a key, both are cut into pairs of numbers, and each pair is turned like the hand of a clock: by position × its own frequency.":
    "Nada é somado aos vetores dos tokens. Antes de uma consulta encontrar uma chave, ambas são cortadas em pares de números, e cada par é girado como o ponteiro de um relógio: por posição × sua própria frequência.",
  "When query and key are multiplied, only the difference of their two angles is left, and that is the distance between them, wherever in the text they stand.":
    "Quando consulta e chave são multiplicadas, resta só a diferença de seus dois ângulos, que é a distância entre elas, onde quer que estejam no texto.",
  "The fastest hand turns once in {fast} tokens, the slowest in {slow}.":
    "O ponteiro mais rápido dá uma volta em {fast} tokens, o mais lento em {slow}.",
  "Here only {turned} of {width} dimensions turn; the other {turned2} compare content alone, whatever the distance.":
    "Aqui só {turned} de {width} dimensões giram; as outras {turned2} comparam só o conteúdo, qualquer que seja a distância.",
  "None in {still}: content is compared alone.": "Nenhuma em {still}: só o conteúdo é comparado.",
  "Rotary in {turning}; none in {still}: content is compared alone.":
    "Rotatória em {turning}; nenhuma em {still}: só o conteúdo é comparado.",
  "every layer": "cada camada",
  "some layers": "algumas camadas",
  "The hands can turn on past the {trained} positions this model is made for, but the slow pairs then reach angles that no training text has shown, and what the model does with them is not defined by anything it has learned.":
    "Os ponteiros podem girar além das {trained} posições para as quais este modelo foi feito, mas os pares lentos chegam então a ângulos que nenhum texto de treino mostrou, e o que o modelo faz com eles não é definido por nada que aprendeu.",
  "It was first trained to {first}; scaling is what took it to {trained}.":
    "Foi treinado primeiro até {first}; a escala é que o levou a {trained}.",
  "linear interpolation": "interpolação linear",
  "dynamic NTK": "NTK dinâmico",
  "scaled: {kind}, {given}": "com escala: {kind}, {given}",
  "This model changes the frequencies in a way called {kind}; the pictures use them as they are.":
    "Este modelo muda as frequências de um modo chamado {kind}; as imagens as usam como estão.",
  "queries and keys are also multiplied by {factor}": "consultas e chaves também são multiplicadas por {factor}",
  "To read longer texts all hands turn {factor} times more slowly, so a long text shows only angles the training has shown; neighbours, too, come closer together.":
    "Para ler textos mais longos todos os ponteiros giram {factor} vezes mais devagar, de modo que um texto longo mostra só ângulos que o treino mostrou; os vizinhos também ficam mais próximos.",
  "The frequencies stay as trained until a text is longer than the trained length; then the base grows with the text, which slows the slow hands most and the fast ones hardly.":
    "As frequências ficam como treinadas até um texto passar do comprimento treinado; então a base cresce com o texto, o que freia mais os ponteiros lentos e quase nada os rápidos.",
  "θᵢ′ = γᵢ·θᵢ + (1 − γᵢ)·θᵢ/{factor};  γ = 1 above {fast} turns in {first} tokens, 0 below {slow}, a straight line between":
    "θᵢ′ = γᵢ·θᵢ + (1 − γᵢ)·θᵢ/{factor};  γ = 1 acima de {fast} voltas em {first} tokens, 0 abaixo de {slow}, uma reta entre elas",
  "base′ = base · ({factor}·L/{first} − {factor2} + 1)^(d/(d−2)) once a text of L > {first2} tokens was read":
    "base′ = base · ({factor}·L/{first} − {factor2} + 1)^(d/(d−2)) depois de lido um texto de L > {first2} tokens",
  "To read longer texts only the slow hands are slowed: pairs that turn more than {fast} times within {first} tokens stay as they are, so that neighbours remain apart, and those that do not finish {slow} turn go {factor} times more slowly.":
    "Para ler textos mais longos só os ponteiros lentos são freados: pares que giram mais de {fast} vezes em {first} tokens ficam como estão, para que vizinhos continuem separados, e os que não completam {slow} volta giram {factor} vezes mais devagar.",
  "θᵢ′ = θᵢ where the wavelength < {first}/{high};  θᵢ/{factor} where it > {first2}/{low};  blended between":
    "θᵢ′ = θᵢ onde o comprimento de onda < {first}/{high};  θᵢ/{factor} onde > {first2}/{low};  misturado entre eles",
  "To read longer texts only the slow hands are slowed: pairs with wavelengths above {first}/{low} tokens turn {factor} times more slowly, those below {first2}/{high} stay as they are.":
    "Para ler textos mais longos só os ponteiros lentos são freados: pares com comprimento de onda acima de {first}/{low} tokens giram {factor} vezes mais devagar, os abaixo de {first2}/{high} ficam como estão.",
  "θᵢ′ = θᵢ / λᵢ, a list of λ for texts up to {first} tokens and one for longer ones":
    "θᵢ′ = θᵢ / λᵢ, uma lista de λ para textos de até {first} tokens e uma para os mais longos",
  "To read longer texts each hand is slowed by a factor of its own, found by a search, and there are two lists: one for texts up to {first} tokens and one for longer ones.":
    "Para ler textos mais longos cada ponteiro é freado por um fator próprio, achado por uma busca, e há duas listas: uma para textos de até {first} tokens e uma para os mais longos.",
  "of the": "das",
  // visualizers/positions/scores.py
  "Measured in this run, layer {layer}, head {head}: the mean of q·k·scale over all pairs of tokens this far apart, before mask and softmax. The farther, the fewer pairs (hover).":
    "Medido nesta execução, camada {layer}, cabeça {head}: a média de q·k·scale sobre todos os pares de tokens a essa distância, antes da máscara e do softmax. Quanto mais longe, menos pares (passe o mouse).",
  "mean q·k·scale": "média de q·k·scale",
  "Positions were moved in this run; distance is counted in tokens of the text.":
    "As posições foram movidas nesta execução; a distância é contada em tokens do texto.",
  "Score by distance": "Pontuação por distância",
  "what rotation alone would leave of equal vectors{which}": "o que só a rotação deixaria de vetores iguais{which}",
  "what this head then adds for the distance.": "o que esta cabeça então soma pela distância.",
  "the mean cosine of the position vectors that far apart, before any layer.":
    "o cosseno médio dos vetores de posição a essa distância, antes de qualquer camada.",
  Dotted: "Pontilhado",
  // visualizers/positions/table.py
  "position vectors": "vetores de posição",
  "bucket of query − key": "faixa de consulta − chave",
  "distance vectors": "vetores de distância",
  "query − key": "consulta − chave",
  "The colour is full at ±{span}; hover for the number.": "A cor é plena em ±{span}; passe o mouse para o número.",
  "Drawn is every {step} of its {shape} dimensions.": "Desenha-se uma a cada {step} de suas {shape} dimensões.",
  "Drawn are the {shown} nearest.": "Desenhadas estão as {shown} mais próximas.",
  "Drawn are positions 0 to {shown}; the table ends at {held}.":
    "Desenhadas estão as posições 0 a {shown}; a tabela termina em {held}.",
  "end of the table": "fim da tabela",
  "The table ends at position {held}: past it there is nothing to draw.":
    "A tabela termina na posição {held}: depois dela não há o que desenhar.",
  "The learned table": "A tabela aprendida",
  "The table as it was trained: one column is the vector added to the token at a position.":
    "A tabela como foi treinada: uma coluna é o vetor somado ao token em uma posição.",
  "The waves": "As ondas",
  "The waves as this model uses them: one column is the vector added at a position.":
    "As ondas como este modelo as usa: uma coluna é o vetor somado em uma posição.",
  "The vectors of distances": "Os vetores de distâncias",
  "Learned vectors that queries and keys are compared with, one column per distance.":
    "Vetores aprendidos com que consultas e chaves são comparadas, uma coluna por distância.",
  "all pairs": "todos os pares",
  "table ends at": "a tabela termina em",
  "How alike two distances are": "Quão parecidas são duas distâncias",
  "Cosine similarity of the {vectors}, 1 where they point the same way. A bright band along the diagonal means that neighbours are alike.":
    "Similaridade de cosseno dos {vectors}, 1 onde apontam na mesma direção. Uma faixa clara ao longo da diagonal significa que vizinhos são parecidos.",
  "Read for {found} of {held} rows.": "Lidas {found} de {held} linhas.",
  "How well distances are told apart": "Quão bem as distâncias se distinguem",
  "Margin = 1 − the cosine to the most similar other of the {vectors}. 0: another one points exactly the same way, and only its length could tell them apart.{read}":
    "Margem = 1 − o cosseno com o mais parecido dos outros {vectors}. 0: outro aponta exatamente na mesma direção, e só o comprimento poderia distingui-los.{read}",
  "Every margin is {least}.": "Toda margem é {least}.",
  "Median margin {found}; smallest {least}, at {across} {least2}.":
    "Margem mediana {found}; menor {least}, em {across} {least2}.",
  dimension: "dimensão",
  value: "valor",
  position: "posição",
  "table ends at {end}": "a tabela termina em {end}",
  // visualizers/positions/words.py
  "The Experiments part measures what can be measured without knowing the scheme.":
    "A parte Experimentos mede o que se pode medir sem conhecer o esquema.",
  "Learned absolute positions": "Posições absolutas aprendidas",
  "A table of {rows} vectors with {width} numbers each, trained like any other weight and added to the token vectors. Nothing is known beyond its last row.":
    "Uma tabela de {rows} vetores com {width} números cada, treinada como qualquer outro peso e somada aos vetores dos tokens. Nada se sabe além de sua última linha.",
  "x₀ = E[token] + P[position],  P: {rows} × {width}": "x₀ = E[token] + P[posição],  P: {rows} × {width}",
  "Attention by itself sees a bag of tokens: exchange two of them and every token still reads the same things. So each place in the text has a vector of its own, a row of a table that training filled, and the model adds it to the token that stands there. The same word at two places then enters the first layer as two different vectors. Nobody told the rows what near and far mean; if neighbouring rows are alike, the model found that out.":
    "A atenção por si só vê um saco de tokens: troque dois deles e cada token ainda lê as mesmas coisas. Por isso cada lugar do texto tem um vetor próprio, uma linha de uma tabela que o treino preencheu, e o modelo o soma ao token que está ali. A mesma palavra em dois lugares entra então na primeira camada como dois vetores diferentes. Ninguém disse às linhas o que são perto e longe; se linhas vizinhas se parecem, o modelo descobriu isso sozinho.",
  "There are {rows} rows, for positions 0 to {rows2}. A longer text has no vector for its later tokens, so the model cannot read it at all.":
    "Há {rows} linhas, para as posições 0 a {rows2}. Um texto mais longo não tem vetor para seus últimos tokens, então o modelo não consegue lê-lo.",
  "sine and cosine": "seno e cosseno",
  ", p counted from {start}": ", p contado a partir de {start}",
  "(the paper divides by half the width)": "(o artigo divide pela metade da largura)",
  "Sinusoidal positions": "Posições senoidais",
  "Fixed waves ({layout}) with wavelengths from 2π to nearly {base}·2π tokens, added to the token vectors; nothing in them is trained.":
    "Ondas fixas ({layout}) com comprimentos de 2π a quase {base}·2π tokens, somadas aos vetores dos tokens; nada nelas é treinado.",
  "x₀ = E[token] + P[position];  P holds sin(p·rᵢ) and cos(p·rᵢ), rᵢ = {base}^(−i/{step}), i = 0{final}{counted}{own}":
    "x₀ = E[token] + P[posição];  P contém sin(p·rᵢ) e cos(p·rᵢ), rᵢ = {base}^(−i/{step}), i = 0{final}{counted}{own}",
  "Every pair of dimensions is a wave of its own length, like the hands of a clock: the first pairs tell one token from the next, the last ones tell the beginning of the text from its end, and together no two places look the same. The vector of a place is added to the token that stands there. Moving k tokens on turns every pair by a fixed angle, wherever one starts, so distances can be read off with a linear map. This model keeps {layout}.":
    "Cada par de dimensões é uma onda com comprimento próprio, como os ponteiros de um relógio: os primeiros pares distinguem um token do seguinte, os últimos o começo do texto do seu fim, e juntos não há dois lugares iguais. O vetor de um lugar é somado ao token que está ali. Avançar k tokens gira cada par por um ângulo fixo, de onde quer que se parta, então as distâncias podem ser lidas com um mapa linear. Este modelo guarda {layout}.",
  "The formula has a value for every position, and the model keeps {rows} rows of it. But the weights that read the waves have only seen texts of the trained length.":
    "A fórmula tem um valor para cada posição, e o modelo guarda {rows} linhas dela. Mas os pesos que leem as ondas só viram textos do comprimento treinado.",
  "From {alike} tokens on all distances share the last one.":
    "De {alike} tokens em diante todas as distâncias dividem a última.",
  "Relative position bias": "Viés de posição relativa",
  "Distances fall into {count} buckets, and each of the {heads} heads adds its own learned number per bucket to the score.{far}":
    "As distâncias caem em {count} faixas, e cada uma das {heads} cabeças soma à pontuação seu próprio número aprendido por faixa.{far}",
  "score = q·k + b[head, bucket(key − query)],  b: {heads} × {count}":
    "pontuação = q·k + b[cabeça, faixa(chave − consulta)],  b: {heads} × {count}",
  "No vector is added to the tokens. Instead attention itself is told the distance: before the softmax each head adds a learned number that depends on how far the key stands from the query, and on which side. Near distances have a number each; farther ones share one, in buckets that grow, since 60 or 65 tokens back hardly differs. A head with high numbers near 0 reads its neighbours, one with a flat curve reads everywhere. In T5 all layers of a stack use the numbers of its first layer.":
    "Nenhum vetor é somado aos tokens. Em vez disso a própria atenção é informada da distância: antes do softmax cada cabeça soma um número aprendido que depende de quão longe a chave está da consulta, e de que lado. Distâncias próximas têm um número cada; as mais distantes dividem um, em faixas que crescem, pois 60 ou 65 tokens atrás quase não difere. Uma cabeça com números altos perto de 0 lê seus vizinhos, uma com curva plana lê em toda parte. No T5 todas as camadas de uma pilha usam os números da primeira.",
  "Any distance has a bucket, so a longer text can be read.":
    "Toda distância tem uma faixa, então um texto mais longo pode ser lido.",
  "But {alike} tokens and {alike2} tokens are the same to it.":
    "Mas {alike} tokens e {alike2} tokens são a mesma coisa para ele.",
  "Distances fall into {n} buckets a side.": "As distâncias caem em {n} faixas por lado.",
  "beyond {reach} tokens": "além de {reach} tokens",
  "beyond the last row": "além da última linha",
  "Disentangled relative positions": "Posições relativas desacopladas",
  "Content and distance are compared separately through {rows} learned vectors.{how}":
    "Conteúdo e distância são comparados separadamente por {rows} vetores aprendidos.{how}",
  "score = ({sums}) / √({terms}·d)": "pontuação = ({sums}) / √({terms}·d)",
  "A token keeps two things apart: what it is and where it stands. The vector of a distance is learned, and every layer compares the content of the query with the distance to the key (c2p), and the content of the key with the distance back (p2c). So a head can ask for 'the word right before me' whatever that word is, and the same vectors serve every place in the text.":
    "Um token mantém duas coisas separadas: o que é e onde está. O vetor de uma distância é aprendido, e cada camada compara o conteúdo da consulta com a distância até a chave (c2p), e o conteúdo da chave com a distância de volta (p2c). Assim uma cabeça pode pedir 'a palavra logo antes de mim' seja ela qual for, e os mesmos vetores servem a todo lugar do texto.",
  "All distances{ends} share one vector: far is far.": "Todas as distâncias{ends} dividem um vetor: longe é longe.",
  ",  slopes {some}{slopes}": ",  inclinações {some}{slopes}",
  "Training showed texts of up to {trained} tokens.": "O treino mostrou textos de até {trained} tokens.",
  "ALiBi: attention with linear biases": "ALiBi: atenção com vieses lineares",
  "Each of the {heads} heads subtracts its own slope × distance from the score; no position vector is added at all.":
    "Cada uma das {heads} cabeças subtrai da pontuação sua própria inclinação × distância; nenhum vetor de posição é somado.",
  "score = q·k · scale − slope[head] · distance{n}": "pontuação = q·k · scale − inclinação[cabeça] · distância{n}",
  "The farther back a key stands, the more is taken from its score, in a straight line. The slope is not learned; each head has its own: a steep one makes a head that reads its nearest neighbours, a flat one lets a head look far. Order comes from the penalty, since two keys with the same content no longer have the same score.":
    "Quanto mais para trás está uma chave, mais se tira de sua pontuação, em linha reta. A inclinação não é aprendida; cada cabeça tem a sua: uma íngreme faz uma cabeça que lê os vizinhos mais próximos, uma suave deixa a cabeça olhar longe. A ordem vem da penalidade, pois duas chaves com o mesmo conteúdo não têm mais a mesma pontuação.",
  "The line simply goes on, so a longer text can be read, which is what the paper is about. {seen}The steep heads see no farther than before.":
    "A reta simplesmente continua, então um texto mais longo pode ser lido, que é o tema do artigo. {seen}As cabeças íngremes não veem mais longe que antes.",
  "This model has no positional encoding.": "Este modelo não tem codificação posicional.",
  "No positional encoding": "Sem codificação posicional",
  "Nothing in this model says where a token stands. If no token may read later ones, order still leaks in: the third token reads three tokens and the fourth reads four. If every token reads all others, the text is a bag of words to it. {places}":
    "Nada neste modelo diz onde um token está. Se nenhum token pode ler os posteriores, a ordem ainda vaza: o terceiro token lê três tokens e o quarto lê quatro. Se todo token lê todos os outros, o texto é para ele um saco de palavras. {places}",
  "A scheme outside our list": "Um esquema fora da nossa lista",
  "This model tells order by a scheme that is not in our list":
    "Este modelo diz a ordem por um esquema que não está na nossa lista",
  "This page knows learned, sinusoidal, rotary and disentangled positions, relative biases and ALiBi, and recognises them by the weights. This model does it in another way, so there is nothing here to draw honestly. {places}":
    "Esta página conhece posições aprendidas, senoidais, rotatórias e desacopladas, vieses relativos e ALiBi, e os reconhece pelos pesos. Este modelo o faz de outro modo, então não há nada aqui a desenhar com honestidade. {places}",
  // visualizers/surprisal.py
  "An encoder sees every word at once and never predicts the next one, so no word can surprise it: choose a decoder or a translator.":
    "Um codificador vê todas as palavras de uma vez e nunca prevê a próxima, então nenhuma palavra pode surpreendê-lo: escolha um decodificador ou um tradutor.",
  "One token has nothing before it to be predicted from: type a longer text.":
    "Um token não tem nada antes de onde ser previsto: digite um texto mais longo.",
  Reading: "Leitura",
  "How surprising each token was to the model, given all that stands before it: minus the logarithm of its probability.":
    "Quão surpreendente cada token foi para o modelo, dado tudo o que vem antes: menos o logaritmo de sua probabilidade.",
  // visualizers/tree.py
  Tree: "Árvore",
  "Every token could have been another: choose one, and the text goes on from there.":
    "Todo token poderia ter sido outro: escolha um, e o texto segue dali.",
  // app/analysis/alignment.py
  "Layer {layer}, head {names}: trained to align": "Camada {layer}, cabeça {names}: treinada para alinhar",
  "This head was trained on word alignments, so each row works almost like a dictionary.":
    "Esta cabeça foi treinada em alinhamentos de palavras, então cada linha funciona quase como um dicionário.",
  "Mean over the {heads} heads of layer {layer}": "Média das {heads} cabeças da camada {layer}",
  "No head of this model was trained to align; on average the last layer but one does it best (Garg et al. 2019).":
    "Nenhuma cabeça deste modelo foi treinada para alinhar; em média a penúltima camada é a que melhor o faz (Garg et al. 2019).",
  "trained to align": "treinada para alinhar",
  // app/analysis/attention_distance.py
  "Heads cannot be paired: one model has {layers} layers of {heads} heads and the other {others} of {more}, so no head of one stands for a head of the other. Compare two models of the same shape, such as a model and one that was trained from it.":
    "As cabeças não podem ser pareadas: um modelo tem {layers} camadas de {heads} cabeças e o outro {others} de {more}, então nenhuma cabeça de um corresponde a uma do outro. Compare dois modelos da mesma forma, como um modelo e outro treinado a partir dele.",
  // app/analysis/attention_rollout.py
  "A recurrent memory already says what is left of each token: there is no rollout.":
    "Uma memória recorrente já diz o que resta de cada token: não há rollout.",
  "Rollout follows attention from layer to layer within one text; cross-attention reads another text than it writes: choose another stack.":
    "O rollout segue a atenção de camada em camada dentro de um texto; a atenção cruzada lê outro texto que não o que escreve: escolha outra pilha.",
  "{name} reads other tokens than its own": "{name} lê outros tokens que não os seus",
  // app/analysis/attention_steps.py
  "A recurrent memory has no queries, keys and values: its picture shows what the cell still holds of each token.":
    "Uma memória recorrente não tem consultas, chaves e valores: sua imagem mostra o que a célula ainda guarda de cada token.",
  "Of this model only the finished weights could be recorded, not what they were made of ({method}).":
    "Deste modelo só puderam ser registrados os pesos prontos, não do que foram feitos ({method}).",
  // app/analysis/cross_attention_roles.py
  "It reads the source word that the word written next is a translation of.":
    "Ela lê a palavra de origem da qual a palavra escrita em seguida é tradução.",
  "Σ w(q, k) over the tokens of the source word that the alignment heads read most":
    "Σ w(q, k) sobre os tokens da palavra de origem que as cabeças de alinhamento mais leem",
  "Garg et al. 2019, “Jointly learning to align and translate”":
    "Garg et al. 2019, “Jointly learning to align and translate”",
  "End of the source": "Fim da origem",
  "It leaves its attention on the last mark of the source, which often means that it finds nothing to read.":
    "Ela deixa sua atenção na última marca da origem, o que muitas vezes significa que não acha nada para ler.",
  "w(q, last special token)": "w(q, último token especial)",
  "Clark et al. 2019, “What does BERT look at?”": "Clark et al. 2019, “What does BERT look at?”",
  Uniform: "Uniforme",
  "It spreads its attention over the whole source.": "Ela espalha sua atenção por toda a origem.",
  "entropy of the row / logarithm of the number of keys": "entropia da linha / logaritmo do número de chaves",
  "Too short to tell what a head does: this needs two words on either side.":
    "Curto demais para dizer o que uma cabeça faz: são precisas duas palavras de cada lado.",
  // app/analysis/distance_r2.py
  "A head's scores before the softmax, bias included, are regressed on one free number per signed distance (key - query) and one per query: score = c(query) + f(distance) + rest. The share is the adjusted partial R² of f, 1 - (rest² / (N - Q - D)) / (within² / (N - Q)): N pairs, Q queries, D free distances; within² is the variation of the scores around the mean of their query. 1: the score is known once the distance is; 0: distance tells no more than chance.":
    "As pontuações de uma cabeça antes do softmax, com viés, são regredidas sobre um número livre por distância com sinal (chave - consulta) e um por consulta: pontuação = c(consulta) + f(distância) + rest. A parcela é o R² parcial ajustado de f, 1 - (rest² / (N - Q - D)) / (within² / (N - Q)): N pares, Q consultas, D distâncias livres; within² é a variação das pontuações em torno da média de sua consulta. 1: a pontuação é conhecida assim que se conhece a distância; 0: a distância não diz mais que o acaso.",
  "A recurrent memory has no scores: nothing is read, so nothing depends on distance.":
    "Uma memória recorrente não tem pontuações: nada é lido, então nada depende da distância.",
  "Cross-attention reads another text than it writes, so there is no distance between the two: choose the encoder's or the decoder's own attention.":
    "A atenção cruzada lê outro texto que não o que escreve, então não há distância entre os dois: escolha a atenção própria do codificador ou do decodificador.",
  "and the first token": "e o primeiro token",
  "Too short to tell: this needs at least {fewest} tokens, marks {causal}not counted.":
    "Curto demais para dizer: são precisos pelo menos {fewest} tokens, sem contar marcas {causal}.",
  "the first token, where heads leave attention they have no use for (the sink)":
    "o primeiro token, onde as cabeças deixam a atenção que não lhes serve (o sumidouro)",
  "marks that stand for no text ({marks})": "marcas que não representam texto ({marks})",
  "what comes after the first {most} tokens": "o que vem depois dos primeiros {most} tokens",
  "Left out: {parts}.": "Deixado de fora: {parts}.",
  "No token is left out.": "Nenhum token foi deixado de fora.",
  // app/analysis/head_role_definitions.py
  "Olsson et al. 2022, “In-context learning and induction heads”":
    "Olsson et al. 2022, “In-context learning and induction heads”",
  "Xiao et al. 2024, “Efficient streaming language models with attention sinks”":
    "Xiao et al. 2024, “Efficient streaming language models with attention sinks”",
  "Voita et al. 2019, “Analyzing multi-head self-attention”":
    "Voita et al. 2019, “Analyzing multi-head self-attention”",
  Induction: "Indução",
  "It looks for an earlier occurrence of the token and reads what came after it.":
    "Ela procura uma ocorrência anterior do token e lê o que veio depois dela.",
  "Σ w(q, k + 1) over earlier k with the same token as q": "Σ w(q, k + 1) sobre k anteriores com o mesmo token que q",
  "Duplicate token": "Token repetido",
  "It reads other occurrences of the same token.": "Ela lê outras ocorrências do mesmo token.",
  "Σ w(q, k) over k ≠ q with the same token as q": "Σ w(q, k) sobre k ≠ q com o mesmo token que q",
  "Wang et al. 2023, “Interpretability in the wild”": "Wang et al. 2023, “Interpretability in the wild”",
  "It reads the token just before.": "Ela lê o token logo antes.",
  "It reads the token just after.": "Ela lê o token logo depois.",
  Punctuation: "Pontuação",
  "It reads punctuation and the marks between texts.": "Ela lê a pontuação e as marcas entre textos.",
  "Σ w(q, k) over punctuation and marks, the first token left out":
    "Σ w(q, k) sobre pontuação e marcas, sem o primeiro token",
  "Same place": "Mesmo lugar",
  "It reads the token itself.": "Ela lê o próprio token.",
  "First-token sink": "Sumidouro no primeiro token",
  "It leaves its attention on the first token, which often means that it finds nothing here.":
    "Ela deixa sua atenção no primeiro token, o que muitas vezes significa que não acha nada aqui.",
  "Local window": "Janela local",
  "It reads the {local} tokens on either side and the token itself.":
    "Ela lê os {local} tokens de cada lado e o próprio token.",
  "Σ w(q, k) over |q − k| ≤ {local}": "Σ w(q, k) sobre |q − k| ≤ {local}",
  "It spreads its attention over everything it may read.": "Ela espalha sua atenção por tudo o que pode ler.",
  "entropy of the row / logarithm of the keys that may be read":
    "entropia da linha / logaritmo das chaves que podem ser lidas",
  // app/analysis/head_roles.py
  "A recurrent memory reads nothing, so it has no heads with roles.":
    "Uma memória recorrente nada lê, então não tem cabeças com papéis.",
  "Cross-attention reads another text than it writes: its roles are others.":
    "A atenção cruzada lê outro texto que não o que escreve: seus papéis são outros.",
  "Too short to tell what a head does: this needs at least {fewest} tokens.":
    "Curto demais para dizer o que uma cabeça faz: são precisos pelo menos {fewest} tokens.",
  // app/analysis/interventions.py
  "This run kept no states of the stack {}: press Run to record it anew.":
    "Esta execução não guardou estados de {}: pressione Executar para gravá-la de novo.",
  // app/analysis/next_token.py
  "This model has no output words: it gives each token a vector, not a distribution over a vocabulary.":
    "Este modelo não tem palavras de saída: dá a cada token um vetor, não uma distribuição sobre um vocabulário.",
  "This model was trained to fill in masked words, so its output is about each token itself and not about the one that comes next.":
    "Este modelo foi treinado para preencher palavras mascaradas, então sua saída fala de cada token em si e não do que vem depois.",
  // app/analysis/opening_head.py
  "of all heads this one looks most clearly at words further off: {head} on average, the next best {measure}.":
    "de todas as cabeças, esta é a que mais claramente olha para palavras mais distantes: {head} em média, a segunda {measure}.",
  "of all heads this one looks most clearly at single words of the source: {head} on average.":
    "de todas as cabeças, esta é a que mais claramente olha para palavras isoladas da origem: {head} em média.",
  "this layer holds on longest in this text: its largest share beyond the token itself and the one before it is {head} on average.":
    "esta camada é a que mais retém neste texto: sua maior parcela além do próprio token e do anterior é {head} em média.",
  "this head reads most sharply in this text: its largest weight beyond the sink, the token itself and the one before it is {head} on average.":
    "esta cabeça é a que lê com mais foco neste texto: seu maior peso além do sumidouro, do próprio token e do anterior é {head} em média.",
  // app/analysis/position_edits.py
  "Swap two words": "Trocar duas palavras",
  "Two words trade places; every token stays what it is.":
    "Duas palavras trocam de lugar; cada token continua o que é.",
  "Shuffle all words": "Embaralhar todas as palavras",
  "Every word is given another word's position, at random.": "Cada palavra recebe ao acaso a posição de outra.",
  Reverse: "Inverter",
  "The last word takes the first place, and so on.": "A última palavra fica com o primeiro lugar, e assim por diante.",
  "Shift all": "Deslocar todas",
  "Every token stands k places further on.": "Cada token fica k lugares adiante.",
  Stretch: "Esticar",
  "All positions are multiplied, so that distances grow or shrink.":
    "Todas as posições são multiplicadas, de modo que as distâncias crescem ou encolhem.",
  "Same place for all": "Mesmo lugar para todas",
  "Every token is told that it stands at the first place.": "Diz-se a cada token que ele está no primeiro lugar.",
  "No encoding": "Sem codificação",
  "The positional encoding is taken away altogether.": "A codificação posicional é retirada por completo.",
  "Permutation test": "Teste de permutação",
  "The words are read in another order, with and without positions: does the order matter?":
    "As palavras são lidas em outra ordem, com e sem posições: a ordem importa?",
  "There is one word only: write a sentence of two or more.": "Há só uma palavra: escreva uma frase de duas ou mais.",
  "{name} must be a whole number.": "{name} deve ser um número inteiro.",
  "{name} must be from 0 to {groups}, not {number}.": "{name} deve ser de 0 a {groups}, não {number}.",
  "Choose two different words to swap.": "Escolha duas palavras diferentes para trocar.",
  "by must be a number.": "by deve ser um número.",
  "by must be a whole number of places, at most {most_shift}.":
    "by deve ser um número inteiro de lugares, no máximo {most_shift}.",
  "by must be more than 0 and at most {most_stretch}.": "by deve ser mais que 0 e no máximo {most_stretch}.",
  "seed must be a whole number.": "seed deve ser um número inteiro.",
  // app/analysis/surprisal.py
  "Only a model that predicts the next token can say how surprising a text is: choose a decoder or a translator.":
    "Só um modelo que prevê o próximo token pode dizer quão surpreendente é um texto: escolha um decodificador ou um tradutor.",
  "One token has nothing before it: type a longer text.": "Um token não tem nada antes: digite um texto mais longo.",
  // app/analysis/word_pairing.py
  "The two lanes share no word, so nothing can be aligned: give them texts with words in common.":
    "Os dois lados não têm palavra em comum, então nada pode ser alinhado: dê a eles textos com palavras em comum.",
  // app/api/arrays.py
  "All layers at once are too large for this text: ask for one layer.":
    "Todas as camadas de uma vez são demais para este texto: peça uma só.",
  "This model predicts no words.": "Este modelo não prevê palavras.",
  // app/api/bertviz/plan.py
  "This model left no attention weights, so bertviz has nothing to draw.":
    "Este modelo não deixou pesos de atenção, então o bertviz não tem o que desenhar.",
  "A recurrent memory is no attention, so bertviz has no picture of it: choose another stack, or Matrix.":
    "Uma memória recorrente não é atenção, então o bertviz não tem imagem dela: escolha outra pilha, ou Matriz.",
  "{reason} Head and Model show them.": "{reason} Cabeça e Modelo as mostram.",
  "number, and one head": "número, e uma cabeça",
  "weight, and one layer": "peso, e uma camada",
  "bertviz draws a line for every {one} of this text would be {count} of them; up to {view} are drawn here. Matrix shows texts of every length.":
    "O bertviz desenha uma linha para cada {one} deste texto: seriam {count}; aqui se desenham até {view}. A Matriz mostra textos de qualquer comprimento.",
  "Of this layer only the finished weights were recorded.": "Desta camada só foram registrados os pesos prontos.",
  "holds its scores down by a soft cap": "contém suas pontuações com um limite suave",
  "adds a bias to its scores": "acrescenta um viés às suas pontuações",
  "This layer {does}, so the q·k that bertviz shows would not lead to its weights: Anatomy shows every step.":
    "Esta camada {does}, então o q·k que o bertviz mostra não levaria aos seus pesos: Passo a passo mostra cada etapa.",
  "Layer {layer} of {count}, as chosen above.": "Camada {layer} de {count}, como escolhido acima.",
  "Keys that the mask hides are drawn with their q·k, but without a weight.":
    "Chaves que a máscara esconde são desenhadas com seu q·k, mas sem peso.",
  "q is shown times {factor}, so that q·k / √d is this model's own score.":
    "q é mostrado vezes {factor}, para que q·k / √d seja a pontuação do próprio modelo.",
  "Layers {layers} to {layers2}": "Camadas {layers} a {layers2}",
  "Layer {layers}": "Camada {layers}",
  "{which} of {count}: all of them would be {each} lines.": "{which} de {count}: todas seriam {each} linhas.",
  // app/api/failures.py
  "The run failed inside the playground and its log says why: try another model or a shorter text.":
    "A execução falhou dentro do playground e o registro dele diz por quê: tente outro modelo ou um texto mais curto.",
  "There is not enough memory for this: take a smaller model or a shorter text, or run the playground where more memory is free.":
    "Não há memória suficiente para isto: use um modelo menor ou um texto mais curto, ou rode o playground onde houver mais memória livre.",
  "The disk that the playground writes to is full: free space there, or set PLAYGROUND_CACHE_DIR and TMPDIR to folders with more of it.":
    "O disco em que o playground escreve está cheio: libere espaço nele, ou aponte PLAYGROUND_CACHE_DIR e TMPDIR para pastas com mais espaço.",
  // app/api/guard.py
  "Requests from another web page are not served.": "Pedidos de outra página da web não são atendidos.",
  "A password is needed.": "É necessária uma senha.",
  "This playground takes no files.": "Este playground não recebe arquivos.",
  "The request is longer than the {mib} MiB that are taken: send less.":
    "O pedido é maior que os {mib} MiB aceitos: envie menos.",
  // app/api/heads/attention_steps.py
  "This model left no attention weights, so there are no heads to open.":
    "Este modelo não deixou pesos de atenção, então não há cabeças para abrir.",
  // app/api/heads/distance_r2.py
  "This model left no attention weights, so there are no heads to compare.":
    "Este modelo não deixou pesos de atenção, então não há cabeças para comparar.",
  // app/api/heads/roles.py
  "This model left no attention weights, so there are no heads to tell of.":
    "Este modelo não deixou pesos de atenção, então não há cabeças de que falar.",
  "{title} ({asked} queries)": "{title} ({asked} consultas)",
  "{title} ({asked} query)": "{title} ({asked} consulta)",
  // app/api/heads/sentence_sets.py
  "No sentence has been read yet.": "Nenhuma frase foi lida ainda.",
  // app/api/logit_lens.py
  "That is {rows} cells and {most_cells} are shown at once: ask for fewer positions.":
    "São {rows} células e {most_cells} são mostradas de uma vez: peça menos posições.",
  "first and last must be from 0 to {count}, first before last.":
    "first e last devem ser de 0 a {count}, first antes de last.",
  // app/api/next_token.py
  "This model's tokens go from 0 to {entries}.": "Os tokens deste modelo vão de 0 a {entries}.",
  // app/api/panels.py
  "There is no panel {panel}: choose one of {by_id}.": "Não há painel {panel}: escolha um de {by_id}.",
  // app/api/registry.py
  "{name} must be a number from {most_number} to {most_number2}.":
    "{name} deve ser um número de {most_number} a {most_number2}.",
  "This was stopped before it had a result: ask again.": "Isto foi parado antes de ter um resultado: peça de novo.",
  "a whole number": "um número inteiro",
  "a number": "um número",
  // app/api/schemes.py
  "A learned table only exists in a trained model: run one that has it in lane A or B.":
    "Uma tabela aprendida só existe em um modelo treinado: execute um que a tenha no lado A ou B.",
  "The model of that run has no learned table but {scheme} positions: choose another model, such as minilm-l6.":
    "O modelo daquela execução não tem tabela aprendida, mas posições {scheme}: escolha outro modelo, como minilm-l6.",
  "max_distance must be more than {buckets}: so many distances have a bucket of their own.":
    "max_distance deve ser mais que {buckets}: tantas distâncias têm uma faixa própria.",
  "an even number": "um número par",
  "{name} must be {kind} from {least} to {most}.": "{name} deve ser {kind} de {least} a {most}.",
  "base must be a number above 1, up to {most_base}.": "base deve ser um número acima de 1, até {most_base}.",
  // app/api/streaming.py
  "{_open} experiments are under way here already: try again in a moment.":
    "Já há {_open} experimentos em andamento aqui: tente de novo em um instante.",
  // app/decoding/loop.py
  "a repetition penalty of {}": "uma penalidade de repetição de {}",
  "forbidden words": "palavras proibidas",
  "tokens it never writes": "tokens que nunca escreve",
  "tokens it never begins with": "tokens com que nunca começa",
  "a bias for some words": "um viés para algumas palavras",
  "an end that grows more likely": "um fim cada vez mais provável",
  "This model's own settings apply as well: {named}.": "As configurações do próprio modelo também valem: {named}.",
  "no sequence of {} tokens twice": "nenhuma sequência de {} tokens duas vezes",
  "a repetition penalty of {} on what is not in the source":
    "uma penalidade de repetição de {} ao que não está na origem",
  "no sequence of {} tokens from the source": "nenhuma sequência de {} tokens da origem",
  "at least {} tokens with the prompt": "pelo menos {} tokens com o prompt",
  "at least {} new tokens": "pelo menos {} tokens novos",
  // app/decoding/sampling.py
  "Beam search draws nothing: set the temperature to 0, or the beams to 1.":
    "A busca em feixe não sorteia nada: ponha a temperatura em 0, ou os feixes em 1.",
  "bias names {pairs} tokens and at most {most_biased} fit.":
    "bias indica {pairs} tokens e cabem no máximo {most_biased}.",
  "banned holds {sequences} words and at most {most_banned} fit.":
    "banned tem {sequences} palavras e cabem no máximo {most_banned}.",
  "banned holds an empty word: remove it.": "banned tem uma palavra vazia: retire-a.",
  "0, or": "0, ou",
  "{name} must be {also}a number {word} {least} to {most}.": "{name} deve ser {also}um número {word} {least} a {most}.",
  "{name} must be a whole number from {least} to {most}.": "{name} deve ser um número inteiro de {least} a {most}.",
  // app/engine/autocomplete.py
  "Your text": "Seu texto",
  "{title} is not loaded yet: press Run once, then type on.":
    "{title} ainda não foi carregado: pressione Executar uma vez e continue digitando.",
  "Autocomplete needs a decoder that reads from left to right: choose another model.":
    "O autocompletar precisa de um decodificador que leia da esquerda para a direita: escolha outro modelo.",
  // app/engine/continuations.py
  "This run kept one hypothesis only: set the beams to 2 or more.":
    "Esta execução guardou uma só hipótese: ponha os feixes em 2 ou mais.",
  "Only the task “Fill in” hides words.": "Só a tarefa “Preencher” esconde palavras.",
  "position must be from 0 to {written}, not {position}.": "position deve ser de 0 a {written}, não {position}.",
  // app/engine/engine.py
  "The model could not be made ready: the log says why.": "O modelo não pôde ser preparado: o registro diz por quê.",
  "Nobody waits for this any more: ask again.": "Ninguém espera mais por isto: peça de novo.",
  "Other runs have been going on for {longest_wait} seconds: try again when they have ended.":
    "Outras execuções estão em andamento há {longest_wait} segundos: tente de novo quando terminarem.",
  "This model has a place for {rows} tokens: ask for a length of at most {rows2}.":
    "Este modelo tem lugar para {rows} tokens: peça um comprimento de no máximo {rows2}.",
  "{title} cannot do “{title2}” (its kind is {family}): choose {task} or the task “Read”.":
    "{title} não faz “{title2}” (seu tipo é {family}): escolha {task} ou a tarefa “Ler”.",
  "{title} has no head for “{title2}”: choose {task}, or a Hub model made for it.":
    "{title} não tem saída para “{title2}”: escolha {task}, ou um modelo do Hub feito para isso.",
  "Stopped before it began: press Run to ask again.": "Parado antes de começar: pressione Executar para pedir de novo.",
  "What {title} says of a place changes with what stands after it, so it is no prediction of the next token: choose the task “Read” or another model.":
    "O que {title} diz de um lugar muda com o que vem depois, então não é previsão do próximo token: escolha a tarefa “Ler” ou outro modelo.",
  "Stopped while the model was getting ready: press Run again.":
    "Parado enquanto o modelo se preparava: pressione Executar de novo.",
  "another model": "outro modelo",
  "{title} cannot do “{title2}”, since it was trained to continue a text and not to answer: choose {task}, or the task “Continue”.":
    "{title} não faz “{title2}”, pois foi treinado para continuar um texto e não para responder: escolha {task}, ou a tarefa “Continuar”.",
  "On this shared server only whoever runs it can accept a licence, with `python app.py {known}`: ask them.":
    "Neste servidor compartilhado só quem cuida dele pode aceitar uma licença, com `python app.py {known}`: pergunte a essa pessoa.",
  "There is no task {task_id}: choose one of {tasks}.": "Não há tarefa {task_id}: escolha uma de {tasks}.",
  // app/engine/experiments.py
  "Only a run with cross-attention has source words that can be hidden.":
    "Só uma execução com atenção cruzada tem palavras de origem que podem ser escondidas.",
  "Only a label or an answer can be explained: run Sentiment or Answer.":
    "Só um rótulo ou uma resposta pode ser explicado: execute Sentimento ou Responder.",
  // app/engine/finetuning.py
  "Training is switched off on this server: run a playground yourself.":
    "O treino está desligado neste servidor: rode um playground você mesmo.",
  "The file has {size} MiB and {max_upload} fit: keep fewer rows.":
    "O arquivo tem {size} MiB e cabem {max_upload} MiB: mantenha menos linhas.",
  "The table has {rows} rows and this server trains on at most {max_training_rows}: keep fewer of them.":
    "A tabela tem {rows} linhas e este servidor treina com no máximo {max_training_rows}: mantenha menos.",
  "{name} (trained here)": "{name} (treinado aqui)",
  "Training is switched off on this server, and so is deleting.":
    "O treino está desligado neste servidor, e a exclusão também.",
  "On this shared server {name} can be deleted only on the page that trained it, for as long as that page stays open: ask whoever runs the server.":
    "Neste servidor compartilhado {name} só pode ser excluído na página que o treinou, enquanto ela estiver aberta: pergunte a quem cuida do servidor.",
  "There is no adapter {name} here: choose one of the list.": "Não há adaptador {name} aqui: escolha um da lista.",
  "choose another name": "escolha outro nome",
  "delete it or choose another name": "exclua-o ou escolha outro nome",
  "There is an adapter {name} already: {way}.": "Já existe um adaptador {name}: {way}.",
  "one of yours, or ask whoever runs this server": "um dos seus, ou pergunte a quem cuida deste servidor",
  "There are {most_adapters} adapters already: delete {way}.": "Já há {most_adapters} adaptadores: exclua {way}.",
  "Another training is under way here: try again when it has ended.":
    "Há outro treino em andamento aqui: tente de novo quando terminar.",
  // app/engine/requests.py
  "“{label}” is empty: type some text first.": "“{label}” está vazio: digite algum texto antes.",
  "“{label}” has {word} characters and the limit is {most}: shorten it.":
    "“{label}” tem {word} caracteres e o limite é {most}: encurte.",
  "“{label}” holds half a character at place {start}: remove it.":
    "“{label}” tem meio caractere no lugar {start}: retire-o.",
  // app/engine/run_store.py
  "This run has {sentences} sentences, from 0 on.": "Esta execução tem {sentences} frases, a partir de 0.",
  "This run's positions were moved: go back to the original run.":
    "As posições desta execução foram movidas: volte à execução original.",
  "This run is no longer kept: press Run again to record it anew.":
    "Esta execução não é mais guardada: pressione Executar para registrá-la de novo.",
  "Something inside this run was changed: go back to the original run.":
    "Algo dentro desta execução foi mudado: volte à execução original.",
  // app/engine/sentence_sets.py
  "No line has the {fewest} tokens that are needed: give sentences.":
    "Nenhuma linha tem os {fewest} tokens necessários: dê frases.",
  "Line {number}": "Linha {number}",
  "There is no sentence yet: give one per line.": "Ainda não há frase: dê uma por linha.",
  "There are {asked} sentences, the limit is {most}: take some out.":
    "Há {asked} frases, o limite é {most}: retire algumas.",
  "Line {line} has {line2} tokens and the limit is {room}: shorten it.":
    "A linha {line} tem {line2} tokens e o limite é {room}: encurte.",
  // app/engine/turns.py
  "1 run is": "1 execução",
  "{waiting} runs are": "{waiting} execuções",
  "{runs} waiting already: try again in a moment.": "{runs} já na fila: tente de novo em um instante.",
  // app/experiments/attribution.py
  "This text has no words that could decide anything.": "Este texto não tem palavras que pudessem decidir algo.",
  "This model left no attention that could be followed.": "Este modelo não deixou atenção que pudesse ser seguida.",
  "From which token the label was read could not be told, so no attention is followed.":
    "Não foi possível saber de que token o rótulo foi lido, então nenhuma atenção é seguida.",
  "There is no label {chosen}: choose one of {n}.": "Não há rótulo {chosen}: escolha um de {n}.",
  "Only a label or an answer can be explained: run Sentiment or Answer first.":
    "Só um rótulo ou uma resposta pode ser explicado: execute antes Sentimento ou Responder.",
  // app/experiments/head_output.py
  "What an encoder writes is read by the decoder and not turned into words.":
    "O que um codificador escreve é lido pelo decodificador e não vira palavras.",
  "This model has no output words that a written vector could point to.":
    "Este modelo não tem palavras de saída para as quais um vetor escrito pudesse apontar.",
  "This model's output matrix is of another width than its blocks.":
    "A matriz de saída deste modelo tem outra largura que seus blocos.",
  // app/experiments/induction.py
  "This model has no attention within the text it reads.": "Este modelo não tem atenção dentro do texto que lê.",
  "This model reads too few tokens at once: twice {fewest} are needed.":
    "Este modelo lê poucos tokens de uma vez: são precisos duas vezes {fewest}.",
  // app/experiments/input_embeddings.py
  "This model does not look its tokens up in one table of embeddings, so it cannot be asked what a word adds.":
    "Este modelo não busca seus tokens em uma tabela de embeddings, então não se pode perguntar o que uma palavra acrescenta.",
  "the model's own mask": "a máscara do próprio modelo",
  "the mean of all token embeddings, since the model knows no mask":
    "a média de todos os embeddings de tokens, pois o modelo não conhece máscara",
  // app/experiments/intervention.py
  "This model predicts nothing, so no effect of a change can be measured.":
    "Este modelo não prevê nada, então nenhum efeito de uma mudança pode ser medido.",
  "The model said nothing here whose probability could change.":
    "O modelo não disse nada aqui cuja probabilidade pudesse mudar.",
  "This run recorded no attention, so there is no head to take out.":
    "Esta execução não gravou atenção, então não há cabeça para retirar.",
  "There is no other place of the same kind to compare with: change one head, one layer, one link or one word.":
    "Não há outro lugar do mesmo tipo para comparar: mude uma cabeça, uma camada, uma ligação ou uma palavra.",
  // app/experiments/logit_lens.py
  "This model has no output words, so its layers cannot be read as predictions.":
    "Este modelo não tem palavras de saída, então suas camadas não podem ser lidas como previsões.",
  "This run kept no states between its layers: press Run to record it anew.":
    "Esta execução não guardou estados entre as camadas: pressione Executar para registrá-la de novo.",
  "In this model attention and feed-forward run side by side, so there is no state between them.":
    "Neste modelo a atenção e o feed-forward correm lado a lado, então não há estado entre eles.",
  "No state was found between the halves of this model's blocks that gives the block's end with what the second half adds: it is changed on the way, or there is only one half.":
    "Não foi encontrado entre as metades dos blocos deste modelo um estado que dê o fim do bloco com o que a segunda metade acrescenta: ele é mudado no caminho, ou há só uma metade.",
  "The blocks of this model run several times for a text, so a state between attention and feed-forward belongs to no single layer.":
    "Os blocos deste modelo rodam várias vezes para um texto, então um estado entre atenção e feed-forward não pertence a uma única camada.",
  "The feed-forward part of block {} is no single layer of neurons: it is made of several parts, such as experts of which each token takes a few. Choose another block.":
    "A parte feed-forward do bloco {} não é uma única camada de neurônios: é feita de várias partes, como especialistas dos quais cada token usa poucos. Escolha outro bloco.",
  // app/experiments/position_edits.py
  "A token of this model reads only those before it. The first token of a text reads itself alone, the second one two, and so on: how much there is to read tells how far on a token stands, and what each token read differs with the order. So order is known even without positions (Haviv et al. 2022).":
    "Um token deste modelo só lê os anteriores. O primeiro token de um texto lê só a si mesmo, o segundo lê dois, e assim por diante: quanto há para ler diz quão adiante um token está, e o que cada token leu difere com a ordem. Assim a ordem é conhecida mesmo sem posições (Haviv et al. 2022).",
  "Without positions every token reads the same set of vectors, whatever their order, so its own vector cannot depend on the order (Vaswani et al. 2017, section 3.5).":
    "Sem posições todo token lê o mesmo conjunto de vetores, em qualquer ordem, então seu próprio vetor não pode depender da ordem (Vaswani et al. 2017, seção 3.5).",
  "Something beside positions tells order here, such as a window of attention or a convolution.":
    "Algo além das posições diz a ordem aqui, como uma janela de atenção ou uma convolução.",
  "Where positions enter this model is not known, so they could only be kept.":
    "Não se sabe onde as posições entram neste modelo, então só puderam ser mantidas.",
  "Nothing to compare with: {lower}{unreadable}": "Nada com que comparar: {lower}{unreadable}",
  "The places {reach} are not all in this model's table, which goes from 0 to {rows}: choose a smaller number.":
    "Os lugares {reach} não estão todos na tabela deste modelo, que vai de 0 a {rows}: escolha um número menor.",
  "Places between whole numbers were rounded: this model's scheme has no others":
    "Lugares entre números inteiros foram arredondados: o esquema deste modelo não tem outros",
  "so some tokens share a place": "então alguns tokens dividem um lugar",
  "the last place lies beyond the {trained} positions the model was made for":
    "o último lugar fica além das {trained} posições para as quais o modelo foi feito",
  "“{first}” and “{second}” traded places.": "“{first}” e “{second}” trocaram de lugar.",
  "The words trade places at random (seed {seed}).": "As palavras trocam de lugar ao acaso (semente {seed}).",
  "The words stand in reverse order.": "As palavras estão em ordem inversa.",
  "All {count} tokens stand {by} places away.": "Todos os {count} tokens ficam {by} lugares adiante.",
  "All {count} positions were multiplied by {by}.": "Todas as {count} posições foram multiplicadas por {by}.",
  "All {count} tokens were told that they stand at place 0.":
    "Disse-se a todos os {count} tokens que estão no lugar 0.",
  "The positional encoding of all {count} tokens was taken away.":
    "A codificação posicional de todos os {count} tokens foi retirada.",
  "The words were read in another order (seed {seed}), and each token's last vector was compared with the one it had before.":
    "As palavras foram lidas em outra ordem (semente {seed}), e o último vetor de cada token foi comparado com o de antes.",
  // app/experiments/source_ablation.py
  "Nothing was written here, so no word's probability can change.":
    "Nada foi escrito aqui, então a probabilidade de nenhuma palavra pode mudar.",
  "The source has no words that could be hidden.": "A origem não tem palavras que possam ser escondidas.",
  // app/instrumentation/attention_stacks.py
  "{what} hands out numbers that are no shares of attention (below 0, or rows that do not add up to 1), so they are not shown.":
    "{what} entrega números que não são parcelas de atenção (abaixo de 0, ou linhas que não somam 1), então não são mostrados.",
  "{what} hands out no weight for every pair of tokens, as where a text is read in windows, blocks, hashes or summaries: there is nothing true to show of it.":
    "{what} não entrega um peso para cada par de tokens, como onde um texto é lido em janelas, blocos, hashes ou resumos: não há nada verdadeiro a mostrar.",
  "This stack": "Esta pilha",
  "Layer {block}": "Camada {block}",
  "Only the layers with {usual} heads are shown: others have another number.":
    "Só são mostradas as camadas com {usual} cabeças: outras têm outro número.",
  // app/instrumentation/changes.py
  "The blocks of this model run several times for a text, so a change belongs to no single one: change its attention instead.":
    "Os blocos deste modelo rodam várias vezes para um texto, então uma mudança não pertence a nenhum deles: mude a atenção.",
  "The feed-forward part of block {} is no single layer of neurons, such as where each token takes a few of several experts: choose another block, or change its attention.":
    "A parte feed-forward do bloco {} não é uma única camada de neurônios, como quando cada token usa poucos de vários especialistas: escolha outro bloco, ou mude a atenção dele.",
  "This model does not keep one row of vectors per text, so what is between its blocks cannot be changed: change its attention instead.":
    "Este modelo não guarda uma fileira de vetores por texto, então o que há entre seus blocos não pode ser mudado: mude a atenção.",
  // app/instrumentation/intervention_values.py
  "Only finished weights were recorded of this stack, so its heads hand on nothing known.":
    "Deste conjunto só foram gravados pesos prontos, então não se sabe o que suas cabeças passam adiante.",
  // app/instrumentation/output_projection.py
  "Where this layer writes cannot be told: no matrix of the model is given the outputs of its heads side by side.":
    "Não se pode dizer onde esta camada escreve: nenhuma matriz do modelo recebe lado a lado as saídas de suas cabeças.",
  // app/instrumentation/position_support.py
  "Where positions enter this model could not be found, so they cannot be changed.":
    "Não foi possível encontrar onde as posições entram neste modelo, então não podem ser mudadas.",
  "Telling this model other positions at the place that was found changes nothing, so order enters it elsewhere too and cannot be moved.":
    "Dizer a este modelo outras posições no lugar encontrado não muda nada, então a ordem também entra por outro lugar e não pode ser movida.",
  "This model uses positions in more places than can be moved here, so an experiment would not show what they do.":
    "Este modelo usa posições em mais lugares do que se pode mover aqui, então um experimento não mostraria o que fazem.",
  // app/instrumentation/positional_scheme.py
  "This model has no positional encoding: it tells order by its mask alone, if at all.":
    "Este modelo não tem codificação posicional: se conhece a ordem, é só por sua máscara.",
  "This model does tell order, but by none of the schemes known here. The permutation test under “Experiments” measures how much the order matters to it.":
    "Este modelo conhece a ordem, mas por nenhum dos esquemas conhecidos aqui. O teste de permutação em “Experimentos” mede quanto a ordem importa para ele.",
  "all layers": "todas as camadas",
  "sine and cosine interleaved": "seno e cosseno intercalados",
  "sines, then cosines": "senos, depois cossenos",
  // app/instrumentation/run.py
  "queries and keys recorded while scaled-dot-product attention ran":
    "consultas e chaves registradas enquanto a atenção por produto escalar rodava",
  "eager attention with output_attentions: this model's attention hands out finished weights":
    "atenção eager com output_attentions: a atenção deste modelo entrega pesos prontos",
  "this architecture has no attention that can be read": "esta arquitetura não tem atenção que possa ser lida",
  "This model keeps several states per token, or changes their width or number from layer to layer: there is no single residual stream to read its layers from.":
    "Este modelo mantém vários estados por token, ou muda sua largura ou número de camada em camada: não há um único fluxo residual de onde ler suas camadas.",
  "How this model tells order could not be read from its modules, so nothing is shown of it.":
    "Não foi possível ler dos módulos deste modelo como ele conhece a ordem, então nada é mostrado.",
  "{title} predicts no words, so it cannot write: choose the task “Read” or another model.":
    "{title} não prevê palavras, então não pode escrever: escolha a tarefa “Ler” ou outro modelo.",
  "{title} does not read this text. It says: {__name__}": "{title} não lê este texto. Ele diz: {__name__}",
  "This model's attention hands out finished weights and computes with its own, so nothing in it can be cut: change its feed-forward parts.":
    "A atenção deste modelo entrega pesos prontos e calcula com os seus, então nada nela pode ser cortado: mude suas partes feed-forward.",
  // app/instrumentation/token_rows.py
  "The tokenizer of {title} makes the token “{word}” (number {most}) of this text, and the model has rows for {count} tokens only: leave it out, or choose a model whose files belong together.":
    "O tokenizador de {title} produz o token “{word}” (número {most}) deste texto, e o modelo tem linhas para só {count} tokens: retire-o, ou escolha um modelo cujos arquivos combinem.",
  // app/instrumentation/unembedding.py
  "The output head of this model cannot be asked alone: it takes more than the last state of a token.":
    "A saída deste modelo não pode ser consultada sozinha: ela usa mais do que o último estado de um token.",
  // app/models/adapter.py
  "There is no adapter in {name}: name a folder that `python app.py train` wrote.":
    "Não há adaptador em {name}: indique uma pasta escrita por `python app.py train`.",
  "The adapter {name} was trained on other weights than those of {id} here: choose the adapter's own base, or train it again.":
    "O adaptador {name} foi treinado sobre outros pesos que os de {id} aqui: escolha a base do próprio adaptador, ou treine-o de novo.",
  "The adapter {name} has no {weights}: put back the file that the training wrote, or train it again.":
    "O adaptador {name} não tem {weights}: devolva o arquivo que o treino escreveu, ou treine-o de novo.",
  "The file {name} of the adapter {name2} is damaged ({short}): put back the one that the training wrote, or train it again.":
    "O arquivo {name} do adaptador {name2} está danificado ({short}): devolva o que o treino escreveu, ou treine-o de novo.",
  // app/models/catalog.py
  "There is no model {model_id}: choose one of {ids}, or name one as hub:ORG/NAME or path:DIR.":
    "Não há modelo {model_id}: escolha um de {ids}, ou indique um como hub:ORG/NAME ou path:DIR.",
  "{name} does not name an adapter: write adapter:NAME, with letters, digits, dashes, dots and underscores.":
    "{name} não nomeia um adaptador: escreva adapter:NAME, com letras, dígitos, hífens, pontos e sublinhados.",
  "The adapter {name} is a link to another place: copy the folder itself there.":
    "O adaptador {name} é um link para outro lugar: copie a própria pasta para lá.",
  "{model_id} does not name a model of the Hub: write hub:ORG/NAME, such as hub:openai-community/gpt2.":
    "{model_id} não nomeia um modelo do Hub: escreva hub:ORG/NAME, como hub:openai-community/gpt2.",
  "{file} does not name a gguf file: write hub:ORG/NAME:FILE, with the name of one of its .gguf files.":
    "{file} não nomeia um arquivo gguf: escreva hub:ORG/NAME:FILE, com o nome de um de seus arquivos .gguf.",
  "Gemma Terms of Use": "os Termos de Uso do Gemma",
  // app/models/formats/gguf.py
  "{name} is empty": "{name} está vazio",
  "{name} is not a gguf file": "{name} não é um arquivo gguf",
  "{name} is cut off or damaged": "{name} está cortado ou danificado",
  "{name} is gguf version {version}; versions 2 and 3 are read":
    "{name} é gguf versão {version}; são lidas as versões 2 e 3",
  "{name} stores {name2} as ggml type {kind}, which is not read here: use a file of {read}, or convert the model to safetensors.":
    "{name} guarda {name2} como tipo ggml {kind}, que não é lido aqui: use um arquivo de {read}, ou converta o modelo para safetensors.",
  // app/models/formats/gguf_config.py
  "{name} holds the architecture {architecture}, and those read from gguf are {families}: convert the model to safetensors.":
    "{name} tem a arquitetura {architecture}, e as lidas de gguf são {families}: converta o modelo para safetensors.",
  "{name} has a mixture of experts, which is not read from gguf: convert the model to safetensors.":
    "{name} tem uma mistura de especialistas, que não é lida de gguf: converta o modelo para safetensors.",
  // app/models/formats/gguf_tokenizer.py
  "{name} has a tokenizer ({kind}, {rule}) that is not read from gguf: convert the model to safetensors with its tokenizer.json.":
    "{name} tem um tokenizador ({kind}, {rule}) que não é lido de gguf: converta o modelo para safetensors com seu tokenizer.json.",
  // app/models/formats/gguf_weights.py
  "{name} has a tensor {unknown} that {model} does not: convert the model to safetensors.":
    "{name} tem um tensor {unknown} que {model} não tem: converta o modelo para safetensors.",
  // app/models/loading.py
  "The device {name} is not present here: set PLAYGROUND_DEVICE to auto or cpu.":
    "O dispositivo {name} não está presente aqui: ponha PLAYGROUND_DEVICE em auto ou cpu.",
  "The model {id} was saved as {name}: a head for {replace} on an encoder with a decoder, which no task here asks. Choose an encoder with such a head, or the checkpoint of the same architecture that writes.":
    "O modelo {id} foi salvo como {name}: uma saída para {replace} em um codificador com decodificador, que nenhuma tarefa aqui usa. Escolha um codificador com essa saída, ou o checkpoint da mesma arquitetura que escreve.",
  "The model {id} lacks weights for {missing}, which are never made up: choose a checkpoint that is complete.":
    "Faltam ao modelo {id} pesos para {missing}, que nunca são inventados: escolha um checkpoint completo.",
  "The config.json of the model {id} states {value} for {name} and its files have {tensors} tensors: choose a checkpoint that is complete.":
    "O config.json do modelo {id} declara {value} para {name} e seus arquivos têm {tensors} tensores: escolha um checkpoint completo.",
  "The model {id} has no tokenizer: add its tokenizer.json to its other files.":
    "O modelo {id} não tem tokenizador: acrescente seu tokenizer.json aos outros arquivos.",
  "gguf file": "arquivo gguf",
  "Marian file": "arquivo Marian",
  "The {part} of the model {id} cannot be read, so choose another model or fetch this one again: {reason}":
    "O {part} do modelo {id} não pode ser lido, então escolha outro modelo ou busque este de novo: {reason}",
  // app/models/sources/consent.py
  "{title} is under the {title2} ({url}) and is fetched only after you accept them: read them, then run `python app.py {row}`.":
    "{title} está sob {title2} ({url}) e só é buscado depois que você aceitar: leia os termos e execute `python app.py {row}`.",
  // app/models/sources/folder.py
  "The folder {named} cannot be read ({lower}): name another one.":
    "A pasta {named} não pode ser lida ({lower}): indique outra.",
  "A path: model must lie below a folder that the playground was started with: start it with --allow-path DIR.":
    "Um modelo path: deve ficar abaixo de uma pasta com que o playground foi iniciado: inicie-o com --allow-path DIR.",
  "The file {name} in {named} is a link to a place that is not allowed: copy the file itself into the folder.":
    "O arquivo {name} em {named} é um link para um lugar não permitido: copie o próprio arquivo para a pasta.",
  "The folder {named} has no config.json: add the model's own.":
    "A pasta {named} não tem config.json: acrescente o do próprio modelo.",
  "The folder {named} has no .safetensors and no .gguf file: save the model there with save_pretrained(…, safe_serialization=True).":
    "A pasta {named} não tem arquivo .safetensors nem .gguf: salve o modelo ali com save_pretrained(…, safe_serialization=True).",
  "There is no folder {named}, and no gguf file of that name: name one that holds a model.":
    "Não há pasta {named}, nem arquivo gguf com esse nome: indique uma que contenha um modelo.",
  "The folder {named} has several .gguf files: name one of them as path:DIR/FILE.":
    "A pasta {named} tem vários arquivos .gguf: indique um deles como path:DIR/FILE.",
  "{name} is one part of a gguf file that was split, and a file in parts is not read: join its parts (llama-gguf-split --merge), or choose a file that is whole.":
    "{name} é uma parte de um arquivo gguf dividido, e arquivos em partes não são lidos: junte as partes (llama-gguf-split --merge), ou escolha um arquivo inteiro.",
  // app/models/sources/hub.py
  "The model {id} is not in the cache, or its files were changed, and the playground is offline: run `python app.py fetch {id2}` once with a network.":
    "O modelo {id} não está no cache, ou seus arquivos foram mudados, e o playground está offline: execute `python app.py fetch {id2}` uma vez com rede.",
  "The model {name} is gated: accept its terms on its Hub page and log in with `hf auth login`.":
    "O modelo {name} é restrito: aceite seus termos na página dele no Hub e entre com `hf auth login`.",
  "The Hub has no model {name} that you may read: check the spelling, or log in with `hf auth login` if it is private.":
    "O Hub não tem modelo {name} que você possa ler: confira a grafia, ou entre com `hf auth login` se for privado.",
  "The Hub answered {status_code} for the model {name}: try again later.":
    "O Hub respondeu {status_code} para o modelo {name}: tente mais tarde.",
  "The model {name} cannot be fetched while HF_HUB_OFFLINE is set: unset it, or choose a model that is in the cache.":
    "O modelo {name} não pode ser buscado enquanto HF_HUB_OFFLINE estiver definido: remova-o, ou escolha um modelo que está no cache.",
  "The Hub cannot be reached for the model {name}: check the network and the proxy, or choose a model of the catalogue, which comes from the package index instead.":
    "O Hub não pode ser alcançado para o modelo {name}: verifique a rede e o proxy, ou escolha um modelo do catálogo, que vem do índice de pacotes.",
  "The model {name} could not be fetched from the Hub: {error}": "O modelo {name} não pôde ser buscado no Hub: {error}",
  "{title} has no config.json: choose a model of transformers.":
    "{title} não tem config.json: escolha um modelo do transformers.",
  "{title} has its gguf file in parts, and a file in parts is not read: join them (llama-gguf-split --merge) in a folder and name that as path:DIR.":
    "{title} tem seu arquivo gguf em partes, e arquivos em partes não são lidos: junte-as (llama-gguf-split --merge) em uma pasta e indique-a como path:DIR.",
  "{title} has only pickle weights, which are never loaded: choose a model with safetensors.":
    "{title} só tem pesos pickle, que nunca são carregados: escolha um modelo com safetensors.",
  "{title} has no model.safetensors: choose a model of transformers.":
    "{title} não tem model.safetensors: escolha um modelo do transformers.",
  "{title} has several .gguf files: name one of them as {source}:FILE, such as {source2}:{key}.":
    "{title} tem vários arquivos .gguf: indique um deles como {source}:FILE, como {source2}:{key}.",
  // app/models/sources/manifest.py
  "The cache folder {folder} cannot be written ({error}): free space there, or set PLAYGROUND_CACHE_DIR to a folder that you may write.":
    "A pasta de cache {folder} não pode ser escrita ({error}): libere espaço nela, ou aponte PLAYGROUND_CACHE_DIR para uma pasta em que você possa escrever.",
  // app/models/sources/wheel.py
  "The model {id} is fetched with pip, which this Python lacks: run `python -m ensurepip` and try again.":
    "O modelo {id} é buscado com pip, que falta a este Python: execute `python -m ensurepip` e tente de novo.",
  "The wheel {requirement} of the model {id} could not be downloaded: check the network, the proxy and pip's index settings (`pip config list`), or copy the folder {place} from a computer that has it.":
    "O pacote {requirement} do modelo {id} não pôde ser baixado: verifique a rede, o proxy e as configurações de índice do pip (`pip config list`), ou copie a pasta {place} de um computador que a tenha.",
  "The model {id} is not in the cache, or its files were changed, and the playground is offline: run `python app.py {row}` once with a network.":
    "O modelo {id} não está no cache, ou seus arquivos foram mudados, e o playground está offline: execute `python app.py {row}` uma vez com rede.",
  // app/models/store.py
  "The model {model_id} needs {mib} MiB and models may use {mib2} MiB: choose a smaller one, or raise PLAYGROUND_MODEL_MEMORY (bytes).":
    "O modelo {model_id} precisa de {mib} MiB e modelos podem usar {mib2} MiB: escolha um menor, ou aumente PLAYGROUND_MODEL_MEMORY (bytes).",
  // app/tasks/_chat_prompt.py
  "choose another model, or Continue, which reads your text without a template":
    "escolha outro modelo, ou Continuar, que lê seu texto sem modelo de conversa",
  "This model has several chat templates ({named}) and says of none that it is the usual one: {__e_l_s_e}.":
    "Este modelo tem vários modelos de conversa ({named}) e não diz qual é o usual: {__e_l_s_e}.",
  "The chat template of this model leaves your message out: {__e_l_s_e}.":
    "O modelo de conversa deste modelo deixa sua mensagem de fora: {__e_l_s_e}.",
  "The chat template of this model has an error in line {lineno} ({error}): {__e_l_s_e}.":
    "O modelo de conversa deste modelo tem um erro na linha {lineno} ({error}): {__e_l_s_e}.",
  "The chat template of this model refuses: “{error}” So {__e_l_s_e}.":
    "O modelo de conversa deste modelo recusa: “{error}” Então {__e_l_s_e}.",
  "The chat template of this model cannot be filled in ({error}): {__e_l_s_e}.":
    "O modelo de conversa deste modelo não pode ser preenchido ({error}): {__e_l_s_e}.",
  "Your text holds a mark of this model's chat template that its tokenizer cannot read as text: leave it out.":
    "Seu texto contém uma marca do modelo de conversa que o tokenizador não lê como texto: retire-a.",
  // app/tasks/_task.py
  Read: "Ler",
  // app/tasks/_writing.py
  "{named} {verb} unknown to this model's tokenizer: it reads one and the same mark for all that it does not know.":
    "{named} {verb} desconhecido(s) do tokenizador deste modelo: ele lê uma única marca para tudo o que não conhece.",
  "Type some text first: there is nothing to read.": "Digite algum texto antes: não há nada para ler.",
  "beside {new} new ones": "ao lado de {new} novos",
  ", ask for fewer new tokens": ", peça menos tokens novos",
  "The text is {tokens} tokens long and {room} fit{beside} (limit {room2}): shorten it{new} or choose to cut it.":
    "O texto tem {tokens} tokens e cabem {room}{beside} (limite {room2}): encurte-o{new} ou escolha cortá-lo.",
  // app/tasks/answer.py
  "The tokenizer of {title} cannot say where its tokens stand in the text: choose a model with a tokenizer.json.":
    "O tokenizador de {title} não sabe dizer onde seus tokens ficam no texto: escolha um modelo com tokenizer.json.",
  "The question is {asked} tokens long and {room} fit beside the text (limit {longest} for both): shorten it.":
    "A pergunta tem {asked} tokens e cabem {room} ao lado do texto (limite {longest} para ambos): encurte-a.",
  "The model marks the words of your text that answer the question; it writes none of its own.":
    "O modelo marca as palavras do seu texto que respondem à pergunta; não escreve nenhuma própria.",
  "Text to look in": "Texto em que procurar",
  "Paste a paragraph …": "Cole um parágrafo …",
  Question: "Pergunta",
  "What do you want to know?": "O que você quer saber?",
  // app/tasks/ask.py
  Ask: "Perguntar",
  "We put “{recipe}” before your text and question. A small model: often wrong.":
    "Colocamos “{recipe}” antes do seu texto e da pergunta. Um modelo pequeno: erra com frequência.",
  "Ask about a text": "Perguntar sobre um texto",
  // app/tasks/autocomplete.py
  Autocomplete: "Autocompletar",
  "While you type, the model says what may come next: Tab to accept, Esc to dismiss. Run writes on and opens every panel.":
    "Enquanto você digita, o modelo diz o que pode vir a seguir: Tab para aceitar, Esc para dispensar. Executar continua a escrita e abre todos os painéis.",
  "Type the beginning of a sentence …": "Digite o começo de uma frase …",
  "Suggest while typing": "Sugerir ao digitar",
  // app/tasks/chat.py
  "Your text becomes a message in the chat template this model was trained with.":
    "Seu texto vira uma mensagem no formato de conversa com que este modelo foi treinado.",
  "Your message": "Sua mensagem",
  "Ask the model something …": "Pergunte algo ao modelo …",
  "The conversation so far must be a list of [role, text] with the roles {roles}, {most_messages} at most: start a new chat.":
    "A conversa até agora deve ser uma lista de [role, text] com os papéis {roles}, no máximo {most_messages}: comece uma nova conversa.",
  "System message": "Mensagem de sistema",
  "You are …": "Você é …",
  // app/tasks/entities.py
  Entities: "Entidades",
  "The model marks the names in your text: people, places, organisations and others.":
    "O modelo marca os nomes do seu texto: pessoas, lugares, organizações e outros.",
  "Text to mark": "Texto a marcar",
  "Type a sentence with names …": "Digite uma frase com nomes …",
  Names: "Nomes",
  // app/tasks/fill.py
  "{title} has no mask it was trained with: choose a masked language model.":
    "{title} não tem máscara com que tenha sido treinado: escolha um modelo de linguagem mascarado.",
  "Nothing is hidden yet: write [MASK] in the text, or click a word of it.":
    "Nada está escondido ainda: escreva [MASK] no texto, ou clique em uma palavra dele.",
  "“Hide” holds numbers of tokens from 0 to {tokens}.": "“Esconder” leva números de tokens de 0 a {tokens}.",
  "Token {place} is a mark of the tokenizer: choose a word.":
    "O token {place} é uma marca do tokenizador: escolha uma palavra.",
  "Fill in": "Preencher",
  "A word is hidden and the model says what it expects there, from both sides.":
    "Uma palavra é escondida e o modelo diz o que espera ali, a partir dos dois lados.",
  "Text with a gap": "Texto com uma lacuna",
  Hide: "Esconder",
  "numbers of tokens; or click a word of the text": "números de tokens; ou clique em uma palavra do texto",
  "A hidden word": "Uma palavra escondida",
  // app/tasks/generate.py
  "The model goes on where your text ends, one token at a time.":
    "O modelo continua de onde seu texto termina, um token por vez.",
  "Write on": "Continuar o texto",
  // app/tasks/read.py
  "The model reads your text once and writes nothing; encoders can do this too.":
    "O modelo lê seu texto uma vez e não escreve nada; codificadores também podem.",
  "Text to read": "Texto a ler",
  "Type a sentence …": "Digite uma frase …",
  "Read only": "Só ler",
  // app/tasks/sentiment.py
  "This example is {}.": "Este exemplo é {}.",
  "There are {found} labels and at most {most_labels} fit: name fewer.":
    "Há {found} rótulos e cabem no máximo {most_labels}: indique menos.",
  "One label alone is always the best one: name two or more.":
    "Um rótulo sozinho é sempre o melhor: indique dois ou mais.",
  "{title} knows its own labels only: leave “Labels” empty, or choose a model of entailment (NLI).":
    "{title} conhece só seus próprios rótulos: deixe “Rótulos” vazio, ou escolha um modelo de inferência (NLI).",
  Sentiment: "Sentimento",
  "The model judges your text with the labels it was trained on; longer texts also sentence by sentence.":
    "O modelo julga seu texto com os rótulos em que foi treinado; textos mais longos também frase por frase.",
  "Text to judge": "Texto a julgar",
  "Type a sentence or a review …": "Digite uma frase ou uma resenha …",
  Labels: "Rótulos",
  "for models of entailment: sport, politics, food": "para modelos de inferência: sport, politics, food",
  // app/tasks/summarise.py
  Summarise: "Resumir",
  "We put “{recipe}” before your text. A small model: often wrong.":
    "Colocamos “{recipe}” antes do seu texto. Um modelo pequeno: erra com frequência.",
  "Text to summarise": "Texto a resumir",
  // app/tasks/translate.py
  "An encoder reads your sentence, a decoder writes it in another language; cross-attention shows which source words each word was read from.":
    "Um codificador lê sua frase, um decodificador a escreve em outra língua; a atenção cruzada mostra de que palavras de origem cada palavra foi lida.",
  "Type one or more sentences …": "Digite uma ou mais frases …",
  "code, such as en": "código, como en",
  To: "Para",
  "code, such as pt": "código, como pt",
  // app/text/languages.py
  Arabic: "árabe",
  Bulgarian: "búlgaro",
  Catalan: "catalão",
  Czech: "tcheco",
  Danish: "dinamarquês",
  German: "alemão",
  Greek: "grego",
  Spanish: "espanhol",
  Estonian: "estoniano",
  Persian: "persa",
  Finnish: "finlandês",
  French: "francês",
  Hebrew: "hebraico",
  Hindi: "hindi",
  Hungarian: "húngaro",
  Indonesian: "indonésio",
  Italian: "italiano",
  Japanese: "japonês",
  Korean: "coreano",
  Lithuanian: "lituano",
  Latvian: "letão",
  Dutch: "holandês",
  Norwegian: "norueguês",
  Polish: "polonês",
  Portuguese: "português",
  Romanian: "romeno",
  Russian: "russo",
  Slovak: "eslovaco",
  Slovenian: "esloveno",
  Swedish: "sueco",
  Turkish: "turco",
  Ukrainian: "ucraniano",
  Vietnamese: "vietnamita",
  Cantonese: "cantonês",
  Chinese: "chinês",
  "does not know {code}": "não conhece {code}",
  "must be told which one to go {side}": "precisa saber qual usar {side}",
  "{title} translates between several languages and {what}: write one of {known}.":
    "{title} traduz entre várias línguas e {what}: escreva uma de {known}.",
  "{title} was not trained to go from {source} to {target}: it knows {pairs}.":
    "{title} não foi treinado para ir de {source} a {target}: ele conhece {pairs}.",
  "the language “{found}”": "a língua “{found}”",
  "; “Swap direction” turns it round": "; “Inverter direção” a inverte",
  "This looks like {looks}, and this model reads {wanted}{advice}.":
    "Isto parece {looks}, e este modelo lê {wanted}{advice}.",
  "{says} What it says of this text means little.": "{says} O que ele diz deste texto significa pouco.",
  "{shown} and {known} more": "{shown} e mais {known}",
  // app/text/token_lists.py
  "bias is a list such as “cat: 2.5, #18: -7”, not “{part}”.":
    "bias é uma lista como “cat: 2.5, #18: -7”, não “{part}”.",
  "“{strip}” is more than one token: give one of its tokens as #number.":
    "“{strip}” é mais de um token: dê um de seus tokens como #número.",
  "“{name}” is no token: numbers go from #0 to #{most}.": "“{name}” não é um token: os números vão de #0 a #{most}.",
  // app/training/answer.py
  "exact match": "acerto exato",
  // app/training/base.py
  "{id} is an adapter: name the model below it, {base}, as the base.":
    "{id} é um adaptador: indique o modelo abaixo dele, {base}, como base.",
  "{id} is no encoder in safetensors: choose one, such as minilm-l6.":
    "{id} não é um codificador em safetensors: escolha um, como minilm-l6.",
  "{id} has no fast tokenizer, which tells where each token lies in the text: choose another base.":
    "{id} não tem um tokenizador rápido, que diz onde cada token fica no texto: escolha outra base.",
  // app/training/evaluation.py
  "There are no scores for the kind {kind}: train it again.": "Não há notas para o tipo {kind}: treine de novo.",
  // app/training/kinds.py
  "MiniLM answers (SQuAD, QED)": "MiniLM answers (SQuAD, QED)",
  // app/training/recipe.py
  "{name} is {value}: choose a number from {low} to {high}.": "{name} é {value}: escolha um número de {low} a {high}.",
  // app/training/table.py
  "{name} has more than {__m_o_s_t__c_o_l_u_m_n_s} columns: keep the columns text and label.":
    "{name} tem mais de {__m_o_s_t__c_o_l_u_m_n_s} colunas: mantenha as colunas text e label.",
  "{name} has more than {most_rows} rows: keep {most_rows2} of them.":
    "{name} tem mais de {most_rows} linhas: mantenha {most_rows2} delas.",
  "Row {line_num} of {name} is no CSV ({error}): put texts with commas or quotation marks in quotation marks.":
    "A linha {line_num} de {name} não é CSV ({error}): ponha entre aspas textos com vírgulas ou aspas.",
  "{name} is not UTF-8 text (row {row}): save it as CSV in UTF-8.":
    "{name} não é texto UTF-8 (linha {row}): salve-o como CSV em UTF-8.",
  "The file {name} cannot be read ({error}): name a CSV file.":
    "O arquivo {name} não pode ser lido ({error}): indique um arquivo CSV.",
  "{name} is empty, too large or no text: name a CSV file.":
    "{name} está vazio, é grande demais ou não é texto: indique um arquivo CSV.",
  "Row 1 of {name} must name the columns text and label, each once: it names {columns}.":
    "A linha 1 de {name} deve nomear as colunas text e label, cada uma uma vez: ela nomeia {columns}.",
  "{rows} row(s) of {name} are broken: {named}. Give each its {columns} columns, a text and a label of at most {__l_o_n_g_e_s_t__l_a_b_e_l} characters, or remove it.":
    "{rows} linha(s) de {name} com problema: {named}. Dê a cada uma suas {columns} colunas, um texto e um rótulo de no máximo {__l_o_n_g_e_s_t__l_a_b_e_l} caracteres, ou retire-a.",
  "{name} has {found} rows: add some, {fewest_rows} are the fewest to learn from.":
    "{name} tem {found} linhas: acrescente algumas, {fewest_rows} é o mínimo para aprender.",
  "All rows of {name} have the label {counts}: add rows with another.":
    "Todas as linhas de {name} têm o rótulo {counts}: acrescente linhas com outro.",
  "{name} has {counts} labels: keep at most {most_labels}, or check that the column label is the right one.":
    "{name} tem {counts} rótulos: mantenha no máximo {most_labels}, ou confira se a coluna label é a certa.",
  "The label {lonely} is on one row of {name} only: add a second row with it, since one is held back for the score.":
    "O rótulo {lonely} está em só uma linha de {name}: acrescente uma segunda, pois uma é reservada para a nota.",
  // app/ui/controls.py
  "or type hub:ORG/NAME, path:FOLDER": "ou digite hub:ORG/NAME, path:FOLDER",
  "none is shipped for this task: type hub:ORG/NAME or path:FOLDER":
    "nenhum vem junto para esta tarefa: digite hub:ORG/NAME ou path:FOLDER",
  Task: "Tarefa",
  "Labels of your own": "Rótulos seus",
  "only for a model of entailment (NLI)": "só para um modelo de inferência (NLI)",
  "Use the example": "Usar o exemplo",
  "Swap direction": "Inverter direção",
  "Model {upper}": "Modelo {upper}",
  "compared side by side": "comparado lado a lado",
  "Settings {upper}": "Configurações {upper}",
  "Shorten long texts automatically": "Encurtar textos longos automaticamente",
  "Different text for B": "Texto diferente para B",
  "Same as A": "Igual a A",
  "New tokens at most": "Máximo de tokens novos",
  "Temperature (0 = greedy)": "Temperatura (0 = gulosa)",
  "Top-k (0 = off)": "Top-k (0 = desligado)",
  "Top-p (1 = off)": "Top-p (1 = desligado)",
  "Min-p (0 = off)": "Min-p (0 = desligado)",
  "Repetition penalty (1 = off)": "Penalidade de repetição (1 = desligada)",
  Seed: "Semente",
  "Beams (1 = off; needs temperature 0)": "Feixes (1 = desligado; exige temperatura 0)",
  "Length penalty of beams (above 1 favours longer)":
    "Penalidade de comprimento dos feixes (acima de 1 favorece os longos)",
  "what the model is told before the conversation": "o que se diz ao modelo antes da conversa",
  // app/ui/finetune.py
  "Train labels of your own on the encoder: a CSV with the columns text and label, 20 rows or more. A fifth of the rows is held back, and the curve shows how many of those are right.":
    "Treine rótulos seus sobre o codificador: um CSV com as colunas text e label, 20 linhas ou mais. Um quinto das linhas é reservado, e a curva mostra quantas delas estão certas.",
  "CSV with the columns text and label": "CSV com as colunas text e label",
  "an encoder": "um codificador",
  "Epochs (times it sees every row)": "Épocas (vezes que vê cada linha)",
  Train: "Treinar",
  "Trained here": "Treinado aqui",
  "Use in lane B": "Usar no lado B",
  "Training is switched off here.": "O treino está desligado aqui.",
  "Choose a CSV file first.": "Escolha antes um arquivo CSV.",
  "Train one first, or choose one of the list.": "Treine um antes, ou escolha um da lista.",
  "{own} was deleted.": "{own} foi excluído.",
  "Reading the table and the base …": "Lendo a tabela e a base …",
  Stopped: "Parado",
  "Done early (it stopped improving)": "Terminado cedo (parou de melhorar)",
  Ready: "Pronto",
  "{stopped}: {accuracy} of the held-back rows are right, best at step {best_step}.":
    "{stopped}: {accuracy} das linhas reservadas estão certas, melhor no passo {best_step}.",
  "Step {step} of {steps}": "Passo {step} de {steps}",
  "Use a sample: 40 short reviews, praise or complaint": "Usar uma amostra: 40 resenhas curtas, elogio ou queixa",
  // app/ui/lane_state.py
  "Getting {title} ready": "Preparando {title}",
  "Fetching {title}": "Buscando {title}",
  "Loading {title}": "Carregando {title}",
  "Writing …": "Escrevendo …",
  "Reading the text …": "Lendo o texto …",
  "Waiting for another run to end, then comes yours …": "Esperando outra execução terminar, depois vem a sua …",
  "1 run comes": "1 execução vem",
  "{before} runs come": "{before} execuções vêm",
  "Waiting for other runs to end: {runs} before yours …":
    "Esperando outras execuções terminarem: {runs} antes da sua …",
  "The first {cut} tokens were cut off to fit.": "Os primeiros {cut} tokens foram cortados para caber.",
  "The last {cut} tokens were cut off to fit.": "Os últimos {cut} tokens foram cortados para caber.",
  // app/ui/page.py
  "Fine-tune": "Ajuste fino",
  Compare: "Comparar",
  // app/ui/runs.py
  "What was chosen could not be understood: load the page anew.":
    "O que foi escolhido não pôde ser entendido: recarregue a página.",
};
