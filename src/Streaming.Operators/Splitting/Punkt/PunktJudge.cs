using Streaming.Operators.Text;

namespace Streaming.Operators.Splitting.Punkt;

/// <summary>Decides whether a sentence ends at a mark, from the word before it and the one behind.</summary>
internal sealed class PunktJudge(PunktParameters parameters)
{
    /// <summary>Whether a sentence ends in a piece of text before its last word.</summary>
    public bool EndsSentence(string context)
    {
        var words = PunktWords.Split(context);
        foreach (var word in words)
        {
            JudgeAlone(word);
        }

        for (var i = 0; i + 1 < words.Count; i++)
        {
            JudgeBefore(words[i], words[i + 1]);
            if (words[i].EndsSentence)
            {
                return true;
            }
        }

        return false;
    }

    private void JudgeAlone(PunktToken word)
    {
        if (word.Text is "." or "?" or "!")
        {
            word.EndsSentence = true;
        }
        else if (!word.IsEllipsis && word.EndsInPeriod && !word.Text.EndsWith("..", StringComparison.Ordinal))
        {
            var stem = PythonCase.ToLower(word.Text[..^1]);
            word.IsAbbreviation = parameters.Abbreviations.Contains(stem) || parameters.Abbreviations.Contains(stem[(stem.LastIndexOf('-') + 1)..]);
            word.EndsSentence = !word.IsAbbreviation;
        }
    }

    private void JudgeBefore(PunktToken word, PunktToken next)
    {
        if (!word.EndsInPeriod)
        {
            return;
        }

        var nextType = next.TypeInSentence;
        if (parameters.Collocations.Contains((word.TypeWithoutPeriod, nextType)))
        {
            Abbreviate(word);
            return;
        }

        var starts = StartsSentence(next);
        if ((word.IsAbbreviation || word.IsEllipsis) && !word.IsInitial
            && (starts == true || (next.StartsUpper && parameters.SentenceStarters.Contains(nextType))))
        {
            word.EndsSentence = true;
            return;
        }

        // Initials, and numbers that may be ordinals.
        if ((word.IsInitial || word.IsNumber)
            && (starts == false || (starts is null && word.IsInitial && next.StartsUpper && (ContextOf(nextType) & OrthographicContext.Lower) == 0)))
        {
            Abbreviate(word);
        }
    }

    private static void Abbreviate(PunktToken word) => (word.EndsSentence, word.IsAbbreviation) = (false, true);

    // What the case of a word says: that it starts a sentence, that it does not, or nothing.
    private bool? StartsSentence(PunktToken word)
    {
        if (word.Text is ";" or ":" or "," or "." or "!" or "?")
        {
            return false;
        }

        var context = ContextOf(word.TypeInSentence);
        if (word.StartsUpper && (context & OrthographicContext.Lower) != 0 && (context & OrthographicContext.UpperWithin) == 0)
        {
            return true;
        }

        return word.StartsLower && ((context & OrthographicContext.Upper) != 0 || (context & OrthographicContext.LowerAtStart) == 0) ? false : null;
    }

    private OrthographicContext ContextOf(string type) => parameters.Contexts.GetValueOrDefault(type);
}
