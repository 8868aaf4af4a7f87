using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>An operator whose device is a model from a folder. What derives from it says what the model gets of a sample, how it is called, and what becomes of the sample.</summary>
/// <typeparam name="TModel">What is made of the loaded model: a classifier, an embedder, a generator. It is used from several threads at once.</typeparam>
/// <param name="options">Where the model runs.</param>
/// <param name="model">The model's folder.</param>
internal abstract class ModelOperator<TModel>(ModelOptions options, string model) : DeviceOperator, IUsesModels
    where TModel : class
{
    private ModelLoan? _loan;
    private DeviceLimits? _limits;
    private TModel[] _models = [];

    /// <inheritdoc/>
    public override DeviceLimits Limits => _limits ??= options.Limits;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Outline => ModelOutline.Of(options);

    /// <inheritdoc/>
    public virtual IReadOnlyList<KeyValuePair<string, string>> Models => _loan is null ? [] : [_loan.Name];

    /// <inheritdoc/>
    public virtual IReadOnlyList<KeyValuePair<string, string>> Runtimes => _loan is null ? [] : ModelLoan.Runtimes;

    /// <summary>Whether <c>device: auto</c> came down to the processor.</summary>
    public bool FellBack => _loan?.Warning is not null;

    /// <summary>The model, for what needs no device: preparing.</summary>
    protected TModel Model => _models.Length > 0 ? _models[0] : throw new InvalidOperationException("The operator is not open.");

    /// <inheritdoc/>
    public override async ValueTask OpenAsync(OperatorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var loan = await Task.Run(() => ModelLoan.Take(model, options));
        try
        {
            _models = [.. loan.Sessions.Select(Bind)];
            _loan = loan;
        }
        finally
        {
            if (_loan is null)
            {
                loan.Dispose();
            }
        }

        if (_loan.Warning is { } warning)
        {
            context.Warn(warning);
        }
    }

    /// <inheritdoc/>
    public override ValueTask RunAsync(IReadOnlyList<DeviceItem> items, int lane, CancellationToken abort)
    {
        Run(_models[lane % _models.Length], items, abort);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _loan, null)?.Dispose();
        return base.DisposeAsync();
    }

    /// <summary>Makes of the loaded model what the operator wants of it.</summary>
    /// <exception cref="BadInputException">It is a model of another kind.</exception>
    protected abstract TModel Bind(ModelSession session);

    /// <summary>Calls the device and waits for it. Use <see cref="DeviceCall"/>: it knows when the device is full.</summary>
    protected abstract void Run(TModel model, IReadOnlyList<DeviceItem> items, CancellationToken abort);
}
