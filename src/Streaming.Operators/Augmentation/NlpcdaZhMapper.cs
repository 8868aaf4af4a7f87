namespace Streaming.Operators.Augmentation;

/// <summary>
/// Makes varied copies of Chinese texts: characters are left out, exchanged or replaced by others that sound the same, words by others that mean nearly the same, digits by other
/// ways to write them. The copies are drawn, and are not those of Data-Juicer; there are at most as many.
/// </summary>
[Operator("nlpcda_zh_mapper", Example = "{ aug_num: 2, swap_random_char: true, replace_equivalent_num: true }")]
internal sealed class NlpcdaZhMapper(NlpcdaZhMapperOptions options) : VariationExpander(options, [.. Ways(options)])
{
    // Common characters that are said alike, tones included.
    private static readonly string[] Homophones =
    [
        "他她它", "的得地", "在再", "做作坐座", "是事市式世试室", "有友右", "时十实石食", "以已", "和河何合", "进近尽", "明名", "新心", "期七妻", "公工功", "常长", "元员园原圆", "清青轻",
        "话化画花", "力立利历", "经京惊", "机鸡基", "生声升", "见件建", "关官观", "气汽", "字自", "园元", "意义易议", "方芳", "同童", "向像象", "号好", "分纷", "成程城", "道到", "书输",
    ];

    // Words that can mostly stand for each other.
    private static readonly string[][] Similar =
    [
        ["这里", "这边"], ["那里", "那边"], ["一起", "一同"], ["非常", "十分"], ["但是", "可是", "不过"], ["因为", "由于"], ["所以", "因此"], ["现在", "目前"], ["开始", "起初"], ["喜欢", "喜爱"],
        ["方法", "办法"], ["美丽", "漂亮"], ["高兴", "开心", "快乐"], ["经常", "常常"], ["马上", "立刻"], ["也许", "或许"], ["比如", "例如"], ["大概", "大约"], ["知道", "晓得"], ["今天", "今日"],
        ["天气", "气候"], ["然后", "接着"], ["特别", "尤其"], ["帮助", "协助"], ["看见", "看到"], ["孩子", "小孩"], ["医生", "大夫"], ["父亲", "爸爸"], ["母亲", "妈妈"], ["结束", "完结"],
    ];

    private static readonly string[] Digits = ["0零〇", "1一壹", "2二贰", "3三叁", "4四肆", "5五伍", "6六陆", "7七柒", "8八捌", "9九玖"];

    private static IEnumerable<Variation> Ways(NlpcdaZhMapperOptions options)
    {
        IEnumerable<(bool Wanted, Variation Way)> ways =
        [
            (options.ReplaceSimilarWord, ReplaceWords),
            (options.ReplaceHomophoneChar, (text, random) => Variations.ReplaceCharacters(text, c => OthersOf(Homophones, c), random)),
            (options.DeleteRandomChar, Variations.DeleteCharacters),
            (options.SwapRandomChar, Variations.SwapCharacters),
            (options.ReplaceEquivalentNum, (text, random) => Variations.ReplaceCharacters(text, c => char.IsAsciiDigit(c) ? OthersOf(Digits, c) : "", random)),
        ];
        return ways.Where(w => w.Wanted).Select(w => w.Way);
    }

    private static string OthersOf(string[] sets, char c) =>
        string.Concat(sets.Where(set => set.Contains(c, StringComparison.Ordinal)).Select(set => set.Replace(c.ToString(), "", StringComparison.Ordinal)));

    private static string ReplaceWords(string text, Random random)
    {
        var found = Similar.SelectMany(set => set.Select(word => (Word: word, Set: set))).Where(w => text.Contains(w.Word, StringComparison.Ordinal)).ToArray();
        random.Shuffle(found);
        foreach (var (word, set) in found.Take(Variations.CountOf(found.Length)))
        {
            var others = Array.FindAll(set, other => other != word);
            text = text.Replace(word, others[random.Next(others.Length)], StringComparison.Ordinal);
        }

        return text;
    }
}

/// <summary>Options of <c>nlpcda_zh_mapper</c>.</summary>
internal sealed record NlpcdaZhMapperOptions : VariationOptions
{
    /// <summary>Replaces some words by similar ones.</summary>
    public bool ReplaceSimilarWord { get; init; }

    /// <summary>Replaces some characters by others that sound the same.</summary>
    public bool ReplaceHomophoneChar { get; init; }

    /// <summary>Leaves some characters out.</summary>
    public bool DeleteRandomChar { get; init; }

    /// <summary>Exchanges some neighbouring characters.</summary>
    public bool SwapRandomChar { get; init; }

    /// <summary>Writes some digits in other ways.</summary>
    public bool ReplaceEquivalentNum { get; init; }
}
