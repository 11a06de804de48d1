import { Widget } from '@lumino/widgets';

const PERIOD = 2500;

/** A widget that asks again and again, while it is seen. */
export abstract class PollingWidget extends Widget {
  private timer = 0;

  dispose(): void {
    window.clearInterval(this.timer);
    super.dispose();
  }

  protected onAfterShow(): void {
    void this.refresh();
    this.timer = window.setInterval(() => void this.refresh(), PERIOD);
  }

  protected onBeforeHide(): void {
    window.clearInterval(this.timer);
  }

  protected abstract refresh(): Promise<void>;
}
