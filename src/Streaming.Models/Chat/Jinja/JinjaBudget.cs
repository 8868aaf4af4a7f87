namespace Streaming.Models.Chat.Jinja;

/// <summary>What one rendering may cost: a template comes from a model's folder, and must not hang or fill the memory.</summary>
internal sealed class JinjaBudget
{
    private const int MaxSteps = 5_000_000;
    private const int MaxDepth = 200;
    private const long MaxCharacters = 64L << 20;

    private int _steps;
    private int _depth;
    private long _characters;

    public void Step()
    {
        if (++_steps > MaxSteps)
        {
            throw new JinjaException($"it takes more than {MaxSteps} steps");
        }
    }

    public void Write(int characters)
    {
        _characters += characters;
        if (_characters > MaxCharacters)
        {
            throw new JinjaException($"it writes more than {MaxCharacters} characters");
        }
    }

    public void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new JinjaException("its macros call each other without an end");
        }
    }

    public void Leave() => _depth--;
}
