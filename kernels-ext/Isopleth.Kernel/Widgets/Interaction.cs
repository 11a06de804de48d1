using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Widgets;

/// <summary>Controls, and a drawing that follows them.</summary>
internal sealed class Interaction
{
    private readonly IReadOnlyList<IValueWidget> _controls;
    private readonly Delegate _draw;
    private readonly Type[] _types;
    private readonly CellOutput? _output = CellOutput.Current;
    private readonly List<(string Id, JsonObject Data)> _shown = [];
    private readonly Lock _drawing = new();
    private int _moved;
    private int _scheduled;

    private Interaction(IReadOnlyList<IValueWidget> controls, Delegate draw) =>
        (_controls, _draw, _types) = (controls, draw, [.. draw.GetType().GetMethod("Invoke")!.GetParameters().Select(static p => p.ParameterType)]);

    /// <summary>Shows the controls and the first drawing.</summary>
    public static void Begin(IReadOnlyList<Widget> controls, Delegate draw)
    {
        var described = controls.Cast<DescribedWidget>().ToArray();
        var names = draw.Method.GetParameters()[^controls.Count..];
        foreach (var (control, name) in described.Zip(names))
        {
            control.Description = control.Description.Length > 0 ? control.Description : name.Name!;
        }

        // JupyterLab cuts a description after about ten letters: longer ones widen all, so that the controls stay below each other.
        if (described.Max(static c => (int?)c.Description.Length) is > 10 and var longest)
        {
            foreach (var style in described.Select(static c => c.Style).Where(static s => s.DescriptionWidth is ""))
            {
                style.DescriptionWidth = $"{longest}ch";
            }
        }

        var interaction = new Interaction([.. controls.Cast<IValueWidget>()], draw);
        if (controls.Count > 0)
        {
            DisplayedValue.Show(new VBox(controls), mimeType: null);
        }

        foreach (var control in interaction._controls)
        {
            control.OnMoved(interaction.Moved);
        }

        interaction.Draw(mayFail: false);
    }

    private void Moved(bool fromFrontEnd)
    {
        if (!fromFrontEnd)
        {
            // Code that moves a control sees its drawing at once; a drawing that moves one is not drawn in itself.
            if (!_drawing.IsHeldByCurrentThread)
            {
                Draw(mayFail: true);
            }

            return;
        }

        Volatile.Write(ref _moved, 1);
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            _ = Task.Run(Follow);
        }
    }

    /// <summary>Draws until nothing has moved meanwhile.</summary>
    private void Follow()
    {
        do
        {
            WidgetComms.Run(_output, () =>
            {
                while (Interlocked.Exchange(ref _moved, 0) == 1)
                {
                    Draw(mayFail: true);
                }
            });
            Volatile.Write(ref _scheduled, 0);
        }
        while (Volatile.Read(ref _moved) == 1 && Interlocked.Exchange(ref _scheduled, 1) == 0);
    }

    private void Draw(bool mayFail)
    {
        lock (_drawing)
        {
            var record = new OutputRecord(_output?.Target);
            try
            {
                using (CellOutput.Capture(record))
                {
                    if (Call() is { } drawing and not DisplayedValue)
                    {
                        CellOutput.Current!.Display(Formatter.ToBundle(drawing), metadata: Formatter.ToMetadata(drawing));
                    }
                }
            }
            catch (OperationCanceledException) when (mayFail)
            {
                record.Stream("stderr", "The drawing was interrupted; move a control to draw again.");
            }
            catch (Exception e) when (mayFail)
            {
                record.Stream("stderr", _output?.Explain(e) ?? e.Message);
            }
            finally
            {
                Show(record.Outputs());
            }
        }
    }

    private object? Call()
    {
        // What the function awaits must not wait for the thread that waits for it here.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var drawing = _draw.DynamicInvoke([.. _controls.Zip(_types, static (control, type) => Controls.To(control.Value, type))]);
            if (drawing is not Task task)
            {
                return drawing;
            }

            task.GetAwaiter().GetResult();
            return task.GetType().GetProperty(nameof(Task<>.Result)) is { PropertyType.Name: not "VoidTaskResult" } result ? result.GetValue(task) : null;
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Puts the outputs of a drawing in the place of those of the last.</summary>
    private void Show(JsonArray outputs)
    {
        for (var i = 0; i < Math.Max(outputs.Count, _shown.Count); i++)
        {
            var output = outputs.ElementAtOrDefault(i);
            var data = output?["data"]?.AsObject() ?? new JsonObject { [MimeTypes.Text] = output?["text"]?.GetValue<string>().TrimEnd('\n') ?? "" };
            var metadata = output?["metadata"]?.AsObject();
            if (i == _shown.Count)
            {
                _shown.Add((Guid.NewGuid().ToString("N"), data));
                _output?.Display((JsonObject)data.DeepClone(), _shown[i].Id, (JsonObject?)metadata?.DeepClone());
            }
            else if (!JsonNode.DeepEquals(_shown[i].Data, data))
            {
                _shown[i] = (_shown[i].Id, data);
                _output?.Update(_shown[i].Id, (JsonObject)data.DeepClone(), (JsonObject?)metadata?.DeepClone());
            }
        }
    }
}
