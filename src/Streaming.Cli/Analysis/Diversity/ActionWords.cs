namespace Streaming.Cli.Analysis.Diversity;

/// <summary>English words that tell an instruction: verbs that ask for something, and the small words around what is asked for.</summary>
internal static class ActionWords
{
    /// <summary>Verbs, in the form in which one asks.</summary>
    public static IReadOnlySet<string> Verbs { get; } = Words("""
        accept add adjust advise analyse analyze annotate answer apply argue arrange ask assemble assess assign attach author bake balance bold brainstorm build calculate capitalize categorise
        categorize change chart check choose cite clarify classify clean code collect color combine comment compare compile complete compose compress compute conduct configure confirm connect
        consider construct continue contrast convert convince cook copy correct count crawl create criticize critique cut debate debug decide decode decompose decrypt deduce define delete deliver
        demonstrate deploy derive describe design detect determine develop devise diagnose differentiate discover discuss display distinguish divide document draft draw edit elaborate eliminate
        email emulate encode encrypt enter enumerate estimate evaluate examine execute expand explain explore express extend extract factor fetch figure fill filter find finish fix follow forecast form
        format formulate generate get give go group guess help highlight hypothesize identify illustrate imagine implement improve include increase infer inform insert inspect install interpret
        introduce invent invert investigate judge justify keep label launch learn let link list listen locate look make map mark match measure memorize mention merge model modify move multiply name
        narrate normalise normalize number offer open optimise optimize order organise organize outline paint paraphrase parse perform persuade pick place plan play plot point post practice predict
        prepare present preserve press print prioritize process produce program prompt propose prove provide punctuate put query quote rank rate read rearrange reason recall recite recommend record
        reduce refactor refer reflect rename repair repeat rephrase replace reply report represent request research resolve respond restate restore restructure retrieve return reverse review revise
        rewrite rhyme roleplay round run save scan schedule score search segment select send separate set share shorten show shuffle sign simplify simulate sketch skip solve sort speak specify spell
        split standardize start state stop structure substitute subtract suggest sum summarise summarize supply support swap take talk teach tell test think title tokenize trace track train
        transcribe transform translate transpose try turn type understand update upload use validate verify visit visualize vote walk warn watch weigh wrap write
        """);

    /// <summary>What may stand before the verb.</summary>
    public static IReadOnlySet<string> Openers { get; } = Words("please kindly now then first next finally also just could can would will you to i want need like d we must should have help me and using");

    /// <summary>What stands between a verb and its object.</summary>
    public static IReadOnlySet<string> Determiners { get; } = Words("a an the this that these those my your his her its our their some any each every all both no another one two three four five six seven eight nine ten several few many me us him them it out up down more most following given provided below above");

    /// <summary>What ends the object.</summary>
    public static IReadOnlySet<string> Ends { get; } = Words("of for to in on at by with without from about into onto over under between among through as and or but so if when while where which who whose whom what why how that than because since is are was were be been do does did has have had will would can could should may might must i you he she we they using based regarding such like within during after before until via per not there here");

    private static HashSet<string> Words(string words) => [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
