using Streaming.Operators;

namespace Streaming.Models.Folders;

/// <summary>The one kind of error that a model folder gives: it names the file and says what to do.</summary>
internal static class BadModel
{
    public static BadInputException Because(string path, string what, string whatToDo, Exception? cause = null)
    {
        var message = $"The model '{path}': {what.TrimEnd('.')}. {whatToDo}";
        return cause is null ? new BadInputException(message) : new BadInputException(message, cause);
    }
}
